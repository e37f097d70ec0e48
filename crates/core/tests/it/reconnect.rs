//! Connections that break, fall silent, or never come up.

use chirrup_core::room::EndReason;
use chirrup_core::session::{Network, Side, Visibility};
use chirrup_core::{Event, ItemKind, Millis, Phase, Response};

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, status};

/// A conversation with three messages of each side, during which `disturb` is called once.
fn conversation(seed: u64, faults: Faults, disturb_at: u64, disturb: impl Fn(&mut Pair)) -> Pair {
    let mut pair = Pair::new(seed, faults);
    pair.add(Side::Customer);
    pair.start(0);
    let mut said = 0;
    let mut disturbed = false;
    let end = pair.now + 60_000;
    loop {
        if !disturbed && pair.steps >= disturb_at {
            disturbed = true;
            disturb(&mut pair);
        }
        if pair.phase(0) == Phase::Idle {
            pair.start(0);
        }
        let wanted = pair.now.since(crate::pair::START) / 4_000;
        if said < 6 && said < wanted && pair.clients[0].session.rooms().next().is_some() {
            said += 1;
            if said % 2 == 1 {
                pair.send(0, &format!("question {said}")).unwrap();
            } else {
                let now = pair.now;
                pair.server.says(AGENT, &format!("answer {said}"), now);
            }
        }
        let next = pair.now + 500;
        if !pair.step(next) {
            pair.now = next;
        }
        if pair.now >= end && said == 6 {
            break;
        }
    }
    pair
}

/// The network becomes good, everything is cut once, and all must be well.
fn heal(pair: &mut Pair) {
    pair.faults = Faults::none();
    pair.cut();
    pair.drive(120_000);
}

#[test]
fn a_cut_at_every_step_loses_and_repeats_nothing() {
    let steps = conversation(1, Faults::none(), u64::MAX, |_| {}).steps;
    assert!(steps > 40);
    for step in 0..steps {
        let mut pair = conversation(1, Faults::none(), step, Pair::cut);
        pair.drive(60_000);
        pair.assert_equal(&format!("cut at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "cut at {step}");
    }
}

#[test]
fn a_reload_at_every_step_loses_and_repeats_nothing() {
    let steps = conversation(1, Faults::none(), u64::MAX, |_| {}).steps;
    for step in 0..steps {
        let mut pair = conversation(1, Faults::none(), step, |pair| pair.reload(0));
        pair.drive(60_000);
        pair.assert_equal(&format!("reload at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "reload at {step}");
    }
}

#[test]
fn a_bad_network_loses_and_repeats_nothing() {
    for seed in 0..150 {
        let mut pair = conversation(seed, Faults::bad(), u64::MAX, |_| {});
        heal(&mut pair);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.texts(0).len(), 6, "seed {seed}");
    }
}

#[test]
fn a_bad_network_with_reloads_loses_and_repeats_nothing() {
    for seed in 200..300 {
        let mut pair = conversation(seed, Faults::bad(), 10 + seed % 40, |pair| pair.reload(0));
        heal(&mut pair);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.texts(0).len(), 6, "seed {seed}");
    }
}
