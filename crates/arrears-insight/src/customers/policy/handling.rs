//! What is done with a segment, a cluster or a sector: measures, channel and ladder.
//!
//! A customer's measures are those of its segment where the policy names any, else those its own situation asks for;
//! what the policy says of its cluster and its sector is added. Channel and ladder are the sector's, else the
//! cluster's, else the segment's. A consumer's ladder is that of the law.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::measures::{Channel, Measure};
use super::super::profiles::ClusterProfile;
use super::super::segments::Segment;
use super::{Policy, at, ladder};
use crate::InsightError;
use crate::sectors::SectorInsight;
use crate::text::NameBase;

/// What is done with a group; what is not said is left to the situation of each customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handling {
    /// Measures; empty for those that each customer's situation asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<Measure>>,
    /// Channel; not set: by situation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Name of the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<String>,
}

/// What is done with each segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct SegmentHandling {
    /// Segment A.
    #[serde(rename = "A")]
    pub a: Handling,
    /// Segment B.
    #[serde(rename = "B")]
    pub b: Handling,
    /// Segment C.
    #[serde(rename = "C")]
    pub c: Handling,
}

/// The same as a file has it: what it leaves out stays as it is by default.
#[derive(Default, Deserialize)]
#[serde(default)]
#[serde(rename_all = "UPPERCASE")]
struct Written {
    a: Handling,
    b: Handling,
    c: Handling,
}

impl From<Written> for SegmentHandling {
    fn from(written: Written) -> SegmentHandling {
        let default = SegmentHandling::default();
        let laid_over = |own: Handling, default: Handling| Handling {
            measures: own.measures.or(default.measures),
            channel: own.channel.or(default.channel),
            ladder: own.ladder.or(default.ladder),
        };
        SegmentHandling {
            a: laid_over(written.a, default.a),
            b: laid_over(written.b, default.b),
            c: laid_over(written.c, default.c),
        }
    }
}

impl Default for SegmentHandling {
    fn default() -> SegmentHandling {
        let by_situation = |ladder: &str| Handling {
            ladder: Some(ladder.to_owned()),
            ..Handling::default()
        };
        SegmentHandling {
            a: by_situation(ladder::STANDARD),
            b: by_situation(ladder::EARLY),
            c: by_situation(ladder::CLOSE),
        }
    }
}

impl SegmentHandling {
    /// What the policy says of a segment.
    pub fn of(&self, segment: Segment) -> &Handling {
        match segment {
            Segment::A => &self.a,
            Segment::B => &self.b,
            Segment::C => &self.c,
        }
    }
}

/// Who is to be handled.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// Its segment.
    pub segment: Segment,
    /// What its cluster is called.
    pub cluster: Option<NameBase>,
    /// Its sector, as the ledger names it.
    pub sector: Option<&'a str>,
    /// A consumer.
    pub consumer: bool,
    /// Its country, as the ledger writes it.
    pub country: Option<&'a str>,
}

impl Policy {
    /// What the policy says of a cluster of this name.
    pub fn of_cluster(&self, cluster: NameBase) -> Option<&Handling> {
        self.clusters.get(&cluster)
    }

    /// The measures the policy names for a customer: its segment's, and those of its cluster and its sector beside
    /// them. The second part is added to what the situation asks for where the first is `None`.
    pub(in crate::customers) fn named_measures(
        &self,
        who: Who<'_>,
    ) -> (Option<Vec<Measure>>, Vec<Measure>) {
        let named = |handling: Option<&Handling>| {
            handling
                .and_then(|handling| handling.measures.clone())
                .filter(|measures| !measures.is_empty())
        };
        let own = named(Some(self.segments.of(who.segment)));
        let mut further =
            named(who.cluster.and_then(|base| self.of_cluster(base))).unwrap_or_default();
        further.extend(
            named(who.sector.and_then(|sector| self.sectors.get(sector))).unwrap_or_default(),
        );
        (own, further)
    }

    /// The channel the policy names for a customer, the nearest group's first.
    pub(in crate::customers) fn named_channel(&self, who: Who<'_>) -> Option<Channel> {
        self.nearest(who, |handling| handling.channel)
    }

    /// The name of a customer's ladder.
    pub fn ladder_of(&self, who: Who<'_>) -> &str {
        if who.consumer {
            return ladder::of_consumer(who.country);
        }
        self.nearest(who, |handling| handling.ladder.as_deref())
            .unwrap_or(match who.segment {
                Segment::A => ladder::STANDARD,
                Segment::B => ladder::EARLY,
                Segment::C => ladder::CLOSE,
            })
    }

    fn nearest<'a, T>(&'a self, who: Who<'_>, of: impl Fn(&'a Handling) -> Option<T>) -> Option<T> {
        let sector = who.sector.and_then(|sector| self.sectors.get(sector));
        let cluster = who.cluster.and_then(|base| self.of_cluster(base));
        [sector, cluster, Some(self.segments.of(who.segment))]
            .into_iter()
            .flatten()
            .find_map(of)
    }

    /// Lays the policy's measures over those that the clusters' behaviour asks for.
    pub fn handle_clusters(&self, clusters: &mut [ClusterProfile]) {
        for cluster in clusters {
            let named = self
                .of_cluster(cluster.name_code.base)
                .and_then(|own| own.measures.as_ref());
            if let Some(measures) = named.filter(|measures| !measures.is_empty()) {
                cluster.measures = measures.clone();
            }
        }
    }

    /// Lays the policy's first measure over that which a sector's behaviour asks for.
    pub fn handle_sectors(&self, sectors: &mut [SectorInsight]) {
        for sector in sectors.iter_mut().filter(|sector| sector.is_known) {
            let named = self
                .sectors
                .get(&sector.sector)
                .and_then(|own| own.measures.as_ref());
            if let Some(measure) = named.and_then(|measures| measures.first()) {
                sector.measure = *measure;
            }
        }
    }

    /// Every group with a handling of its own, by its place in the file.
    fn handlings(&self) -> impl Iterator<Item = (String, &Handling)> {
        let segments = Segment::ALL.map(|segment| {
            (
                format!("segments.{}", segment.code()),
                self.segments.of(segment),
            )
        });
        let clusters = self
            .clusters
            .iter()
            .map(|(base, handling)| (format!("clusters.{}", base.code()), handling));
        let sectors = named("sectors", &self.sectors);
        segments.into_iter().chain(clusters).chain(sectors)
    }

    /// Refuses a ladder that is not there, and measures that contradict each other.
    pub(super) fn check_handling(&self) -> Result<(), InsightError> {
        for (place, handling) in self.handlings() {
            if let Some(name) = &handling.ladder
                && self.ladders.get(name).is_none()
            {
                let known: Vec<&str> = self.ladders.names().collect();
                let accepted = format!("one of the ladders {}", known.join(", "));
                return Err(at(format!("{place}.ladder"), name, accepted));
            }
            let measures = handling.measures.as_deref().unwrap_or_default();
            if measures.len() > 1 && measures.contains(&Measure::LeaveAsIs) {
                let accepted = "alone, or left out: with other measures it contradicts them";
                return Err(at(
                    format!("{place}.measures"),
                    Measure::LeaveAsIs.code(),
                    accepted,
                ));
            }
        }
        Ok(())
    }
}

fn named<'a>(
    section: &'static str,
    groups: &'a BTreeMap<String, Handling>,
) -> impl Iterator<Item = (String, &'a Handling)> {
    groups
        .iter()
        .map(move |(name, handling)| (format!("{section}.{name}"), handling))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who() -> Who<'static> {
        Who {
            segment: Segment::B,
            cluster: Some(NameBase::AfterSecondReminder),
            sector: Some("bakers"),
            consumer: false,
            country: None,
        }
    }

    fn handling(measures: &[Measure], ladder: &str) -> Handling {
        Handling {
            measures: Some(measures.to_vec()),
            channel: None,
            ladder: Some(ladder.to_owned()),
        }
    }

    #[test]
    fn the_nearest_group_names_the_ladder_and_a_consumers_is_the_laws() {
        let mut policy = Policy::default();
        assert_eq!(policy.ladder_of(who()), ladder::EARLY);
        let closer = handling(&[Measure::PartInAdvance], ladder::CLOSE);
        policy
            .clusters
            .insert(NameBase::AfterSecondReminder, closer);
        assert_eq!(policy.ladder_of(who()), ladder::CLOSE);
        let sector = handling(&[Measure::InvoiceSooner], ladder::STANDARD);
        policy.sectors.insert("bakers".into(), sector);
        assert_eq!(policy.ladder_of(who()), ladder::STANDARD);
        let consumer = Who {
            consumer: true,
            country: Some("NL"),
            ..who()
        };
        assert_eq!(policy.ladder_of(consumer), ladder::CONSUMER_NL);
    }

    #[test]
    fn cluster_and_sector_add_measures_to_the_segments_or_the_situations() {
        let mut policy = Policy::default();
        assert_eq!(policy.named_measures(who()), (None, vec![]));
        policy.sectors.insert(
            "bakers".into(),
            handling(&[Measure::InvoiceSooner], "early"),
        );
        assert_eq!(
            policy.named_measures(who()),
            (None, vec![Measure::InvoiceSooner])
        );
        policy.segments.b.measures = Some(vec![Measure::PersonalContact]);
        let (own, further) = policy.named_measures(who());
        assert_eq!(
            (own, further),
            (
                Some(vec![Measure::PersonalContact]),
                vec![Measure::InvoiceSooner]
            )
        );
    }

    #[test]
    fn what_cannot_be_done_is_refused_at_its_place() {
        let mut policy = Policy::default();
        policy
            .clusters
            .insert(NameBase::LargeSlowCertain, handling(&[], "clsoe"));
        assert_eq!(
            policy.check().unwrap_err().to_string(),
            "policy `clusters.large_slow_certain.ladder` is clsoe: it must be one of the ladders close, consumer, \
             consumer_be, consumer_nl, early, standard"
        );
        let mut policy = Policy::default();
        policy.segments.c.measures = Some(vec![Measure::LeaveAsIs, Measure::PartInAdvance]);
        assert!(
            policy
                .check()
                .unwrap_err()
                .to_string()
                .contains("segments.C.measures")
        );
    }
}
