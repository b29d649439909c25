//! The reminder ladder: which step would be sent when, if the invoice stays
//! open.

use crate::{
    calendar::Calendar,
    parameters::Ladder,
    random::{Stream, chance, whole},
};

/// The day each of the four steps is really sent; `None` where it is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule(pub [Option<i32>; 4]);

impl Schedule {
    /// Draws the schedule of an invoice due that day.
    pub(crate) fn draw(rng: &mut Stream, ladder: &Ladder, calendar: &Calendar, due: i32) -> Self {
        Self(ladder.steps.map(|step| {
            let skipped = chance(rng, ladder.skipped_share);
            let late = chance(rng, ladder.late_share);
            let delay = whole(rng, ladder.late_days);
            (!skipped).then(|| calendar.on_or_after(due + step + if late { delay } else { 0 }))
        }))
    }

    /// The first step sent at that level (1 to 4) or above: its level and day.
    pub(crate) fn first_from(&self, level: usize) -> Option<(usize, i32)> {
        (level..=4).find_map(|level| self.0[level - 1].map(|day| (level, day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{day_number, weekday},
        parameters::Parameters,
        random::{Purpose, stream},
    };

    #[test]
    fn steps_come_at_their_days_but_for_the_late_and_the_skipped() {
        let ladder = Parameters::embedded().expect("valid").ladder;
        let calendar = Calendar::new(day_number(2024, 1, 1), day_number(2025, 12, 31));
        let mut rng = stream(1, Purpose::Payments, 0);
        // Monday 2 September 2024: + 14, + 24 (Thursday), + 45 (Thursday) and
        // + 90 (Sunday, so Monday) meet no holiday.
        let due = day_number(2024, 9, 2);
        let n = 20_000;
        let (mut skipped, mut late) = (0, 0);
        for _ in 0..n {
            let schedule = Schedule::draw(&mut rng, &ladder, &calendar, due);
            for (day, on_time) in schedule.0.iter().zip([14, 24, 45, 91]) {
                match day {
                    None => skipped += 1,
                    Some(day) => {
                        assert!(weekday(*day) < 5);
                        assert!((on_time..=on_time + 12).contains(&(day - due)));
                        late += i32::from(day - due > on_time);
                    }
                }
            }
        }
        let share = |count: i32| f64::from(count) / f64::from(4 * n);
        assert!((share(skipped) - 0.05).abs() < 0.003, "{}", share(skipped));
        // The step at + 90 hides a delay of one day behind the weekend.
        assert!(
            (share(late) - 0.95 * 0.0975).abs() < 0.004,
            "{}",
            share(late)
        );
    }

    #[test]
    fn a_skipped_step_gives_way_to_the_next_one_sent() {
        let schedule = Schedule([Some(14), None, Some(45), None]);
        assert_eq!(schedule.first_from(1), Some((1, 14)));
        assert_eq!(schedule.first_from(2), Some((3, 45)));
        assert_eq!(schedule.first_from(4), None);
    }
}
