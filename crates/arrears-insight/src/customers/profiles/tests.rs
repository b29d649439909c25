//! Profiles: size, behaviour and name of a cluster, and what sets it apart.

use super::*;
use crate::facts::examples::{Example, customer, paid, portfolio, unpaid};

fn payer(late: i32, sector: &str) -> Example {
    let mut example = customer("c", (0..8).map(|i| paid(100 + 10 * i, late)).collect());
    example.facts.sector = Some(sector.to_owned());
    example
}

/// Six prompt customers in `shops`, six late ones in `builders`, one with little history.
fn groups() -> (Portfolio, Clustering) {
    let mut all: Vec<Example> = (0..6).map(|_| payer(-3, "shops")).collect();
    all.extend((0..6).map(|_| payer(20, "builders")));
    all.push(customer("new", vec![unpaid(20)]));
    let mut assignment = vec![0; 6];
    assignment.extend([1; 6]);
    assignment.push(LITTLE_HISTORY);
    let mut values = vec![0.0; 6];
    values.extend([1.0; 6]);
    values.push(f64::NAN);
    let variable = ClusterVariable {
        feature: "late_ratio".into(),
        label: Text::same("Late ratio"),
        unit: "share".into(),
        values,
        centroids: vec![0.0, 1.0],
        centroids_standardised: vec![-1.0, 1.0],
    };
    let constant = ClusterVariable {
        feature: "constant".into(),
        values: vec![3.0; 13],
        ..variable.clone()
    };
    let clustering = Clustering {
        ids: vec![0, 1],
        assignment,
        variables: vec![variable, constant],
        stability: vec![Some(0.9), None],
        least_stability: 0.75,
        following: Following::default(),
    };
    (portfolio(all), clustering)
}

#[test]
fn profiles_tell_size_behaviour_and_what_sets_apart() {
    let (all, clustering) = groups();
    let found = profiles(&all, &clustering, &MeasureRule::default()).unwrap();
    let ids: Vec<i32> = found.iter().map(|profile| profile.cluster_id).collect();
    assert_eq!(ids, [0, 1, LITTLE_HISTORY]);
    let late = &found[1];
    assert_eq!(
        (late.n_customers, late.behaviour.late_share),
        (6, Some(1.0))
    );
    assert_eq!(late.name.en, "some weeks after the due date");
    // Means 1 and .5, standard deviation .5; the constant variable defines nothing.
    assert_eq!(late.defining.len(), 1);
    assert!((late.defining[0].effect - 1.0).abs() < 1e-12);
    assert_eq!(late.centroid[1].effect, None);
    assert_eq!(late.sectors[0].value, "builders");
    assert!((late.sectors[0].overall_share - 6.0 / 13.0).abs() < 1e-12);
    assert_eq!((found[0].stability, late.stability), (Some(0.9), None));
    assert_eq!(found[2].name.en, "too few invoices to group");
    assert_eq!(
        (found[2].open_minor, found[2].share_of_open),
        (100_000, Some(1.0))
    );
}

#[test]
fn the_least_stability_is_that_of_the_model() {
    let (all, mut clustering) = groups();
    let named = |clustering: &Clustering| {
        let found = profiles(&all, clustering, &MeasureRule::default()).unwrap();
        found[0].name.en.clone()
    };
    assert_eq!(named(&clustering), "by the due date");
    clustering.least_stability = 0.95;
    assert_eq!(named(&clustering), "no clear group (0)");
    clustering.stability[0] = Some(0.6);
    clustering.least_stability = 0.5;
    assert_eq!(named(&clustering), "by the due date");
}

#[test]
fn a_cluster_like_all_others_says_so_and_tells_the_strongest() {
    let (all, mut clustering) = groups();
    // Means 1.9/6 and 2/6.
    let values = [0.0, 0.0, 0.0, 0.0, 1.0, 0.9, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0];
    clustering.variables[0].values[..12].copy_from_slice(&values);
    let found = profiles(&all, &clustering, &MeasureRule::default()).unwrap();
    let near = &found[0];
    assert_eq!(near.defining.len(), 1);
    assert!(near.defining[0].effect.abs() < MIN_EFFECT);
    let said = near.sets_apart(3);
    assert_eq!(said.len(), 2);
    assert!(
        said[0].en.starts_with("Close to the average"),
        "{}",
        said[0].en
    );
    assert!(
        said[1].en.starts_with("Late ratio: 0.32 against"),
        "{}",
        said[1].en
    );
    clustering.variables.remove(0);
    let found = profiles(&all, &clustering, &MeasureRule::default()).unwrap();
    assert_eq!(
        (found[0].defining.len(), found[0].sets_apart(3).len()),
        (0, 1)
    );
}

#[test]
fn a_cluster_without_customers_is_told_not_dropped() {
    let (all, mut clustering) = groups();
    clustering.ids = vec![0, 1, 2];
    let found = profiles(&all, &clustering, &MeasureRule::default()).unwrap();
    assert_eq!(
        (found[2].n_customers, found[2].name.en.as_str()),
        (0, "no customers at this date")
    );
    assert_eq!(found[2].centroid[0].value, None);
}

#[test]
fn lists_of_another_length_are_refused() {
    let (all, mut clustering) = groups();
    clustering.assignment.pop();
    let error = profiles(&all, &clustering, &MeasureRule::default())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "`cluster assignment` has 12 entries for 13 customers: it needs one per customer"
    );
    let (all, mut clustering) = groups();
    clustering.ids = vec![0];
    let error = profiles(&all, &clustering, &MeasureRule::default())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "a customer is assigned to cluster 1; the clusters are [0]"
    );
}
