//! How a timeline's diffs become rows.
//!
//! Invariant: a change of structure touches the vector once, a change of an item touches one row's signal only.

use std::sync::Arc;

use chirrup_core::timeline::{Delivery, Message};
use chirrup_core::{Item, ItemKind, TimelineDiff};
use leptos::prelude::*;

use super::{RoomState, Row};

/// What changed that a screen reader may want to hear.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Notices that came in at the end.
    pub(super) appended_notices: Vec<Arc<Item>>,
    /// Messages that turned out not to get through.
    pub(super) failed: Vec<Arc<Item>>,
}

/// Applies diffs in order.
pub(super) fn apply(room: RoomState, diffs: Vec<TimelineDiff>) -> News {
    let mut news = News::default();
    let mut updates = Vec::new();
    let changes_structure = diffs.iter().any(|diff| !matches!(diff, TimelineDiff::Update { .. }));
    if changes_structure {
        room.rows.update(|rows| apply_to(rows, diffs, &mut updates, &mut news));
    } else {
        room.rows.with_untracked(|rows| find_updates(rows, diffs, &mut updates));
    }
    // Written when no guard on the vector is held.
    for (row, item) in updates {
        let failed_before = is_failed(&row.item.get_untracked());
        if is_failed(&item) && !failed_before {
            news.failed.push(Arc::clone(&item));
        }
        row.item.set(item);
    }
    news
}

fn apply_to(
    rows: &mut Vec<Row>,
    diffs: Vec<TimelineDiff>,
    updates: &mut Vec<(Row, Arc<Item>)>,
    news: &mut News,
) {
    // An item that moves is removed and inserted; its row stays the same, because the list on screen is keyed
    // by item and would go on showing the signal it has.
    let mut removed: Vec<Row> = Vec::new();
    for diff in diffs {
        match diff {
            TimelineDiff::Insert { index, items } => {
                let index = index.min(rows.len());
                if index == rows.len() {
                    let notices =
                        items.iter().filter(|item| matches!(item.kind, ItemKind::Notice(_)));
                    news.appended_notices.extend(notices.cloned());
                }
                let inserted = items.into_iter().map(|item| {
                    let Some(at) = removed.iter().position(|row| row.id == item.id) else {
                        return row(item);
                    };
                    let moved = removed.swap_remove(at);
                    updates.push((moved.clone(), item));
                    moved
                });
                // What `splice` does, with less code for the visitor to download.
                let after = rows.split_off(index);
                rows.extend(inserted);
                rows.extend(after);
            }
            TimelineDiff::Update { index, item } => {
                updates.extend(rows.get(index).map(|row| (row.clone(), item)));
            }
            TimelineDiff::Remove { index, count } => {
                let start = index.min(rows.len());
                let end = index.saturating_add(count).min(rows.len());
                removed.extend(rows.drain(start..end));
            }
            TimelineDiff::Clear => rows.clear(),
        }
    }
}

fn find_updates(rows: &[Row], diffs: Vec<TimelineDiff>, updates: &mut Vec<(Row, Arc<Item>)>) {
    for diff in diffs {
        if let TimelineDiff::Update { index, item } = diff {
            updates.extend(rows.get(index).map(|row| (row.clone(), item)));
        }
    }
}

fn row(item: Arc<Item>) -> Row {
    Row { id: item.id, item: ArcRwSignal::new(item) }
}

fn is_failed(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Message(Message { delivery: Delivery::Failed(_), .. }))
}
