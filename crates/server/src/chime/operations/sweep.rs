//! Sweeping: what has expired goes, what is deleted is emptied, what waited too long is given up, and elastic
//! channels are evened out. In pieces, each a write of its own, so that nobody waits long for the writer.

mod balance;

use super::channels::remove_channel;
use super::flows::give_up;
use super::identity::remove_user;
use super::memberships;
use crate::app::App;
use crate::chime::domain::record::{Seq, plus_days};
use crate::chime::error::ChimeError;
use crate::clock::Millis;
use crate::store::Tx;

/// Things that are looked at together.
const SOME: usize = 50;
/// Rows that are removed in one write.
const ROWS: usize = 500;
/// Memberships that are ended in one write, each with a frame.
const MEMBERSHIPS: usize = 100;

/// Sweeps once, as if it were `now`. Answers whether there may be more to do at once.
///
/// # Errors
/// The store fails.
pub async fn sweep(app: &App, now: Millis) -> Result<bool, ChimeError> {
    let mut is_more = expire(app, now).await?;
    is_more |= app.store.write(end_waiting(now)).await?;
    is_more |= even_out(app).await?;
    is_more |= forget(app, now).await?;
    is_more |= empty_instances(app).await?;
    is_more |= empty_users(app).await?;
    is_more |= empty_channels(app).await?;
    Ok(is_more)
}

/// Users and channels whose time is over.
async fn expire(app: &App, now: Millis) -> Result<bool, ChimeError> {
    let due = app.store.read(move |reads| {
        let chime = reads.chime();
        let is_due = !chime.expired_users(now, 1)?.is_empty();
        Ok::<_, ChimeError>(is_due || !chime.expiring_channels(now, 1)?.is_empty())
    });
    if !due.await? {
        return Ok(false);
    }
    let expire = move |tx: &mut Tx<'_>| -> Result<bool, ChimeError> {
        let chime = tx.chime();
        let users = chime.expired_users(now, SOME)?;
        for user in &users {
            remove_user(tx, user)?;
        }
        let channels = chime.expiring_channels(now, SOME)?;
        for channel in &channels {
            let Some(expiration) = channel.expiration else { continue };
            if expiration.ends_at(channel.created_at, channel.last_message_at) > now {
                chime.expire_channel(channel, Some(expiration))?;
            } else {
                remove_channel(tx, channel)?;
            }
        }
        Ok(users.len() + channels.len() >= SOME)
    };
    app.store.write(expire).await
}

/// Messages whose processor never called back.
fn end_waiting(now: Millis) -> impl FnOnce(&mut Tx<'_>) -> Result<bool, ChimeError> {
    move |tx| {
        let ended = tx.chime().ended_callbacks(now, SOME)?;
        for callback in &ended {
            give_up(tx, callback)?;
        }
        Ok(ended.len() >= SOME)
    }
}

/// Sub-channels that somebody has left.
async fn even_out(app: &App) -> Result<bool, ChimeError> {
    let read =
        |reads: &dyn crate::store::Reads| Ok::<_, ChimeError>(reads.chime().uneven_parts(SOME)?);
    let parts = app.store.read(read).await?;
    let is_more = parts.len() >= SOME;
    for part in parts {
        app.store.write(move |tx| balance::balance(tx, &part)).await?;
    }
    Ok(is_more)
}

/// Messages older than their instance keeps them.
async fn forget(app: &App, now: Millis) -> Result<bool, ChimeError> {
    let read = move |reads: &dyn crate::store::Reads| -> Result<Vec<Seq>, ChimeError> {
        let chime = reads.chime();
        let mut old = Vec::new();
        for (instance, days) in chime.forgetful_instances()? {
            let length = plus_days(Millis(0), days).0;
            old.extend(chime.old_messages(instance, Millis(now.0.saturating_sub(length)), ROWS)?);
        }
        Ok(old)
    };
    let old = app.store.read(read).await?;
    let is_more = old.len() >= ROWS;
    for some in old.chunks(ROWS) {
        let some = some.to_vec();
        app.store.write(move |tx| Ok::<_, ChimeError>(tx.chime().remove_messages(&some)?)).await?;
    }
    Ok(is_more)
}

/// Deleted instances lose their channels and users.
async fn empty_instances(app: &App) -> Result<bool, ChimeError> {
    let read = |reads: &dyn crate::store::Reads| {
        Ok::<_, ChimeError>(reads.chime().instances_to_clean(SOME)?)
    };
    let instances = app.store.read(read).await?;
    let is_more = !instances.is_empty();
    for instance in instances {
        let empty = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
            let chime = tx.chime();
            let channels = chime.some_channels_of(instance, SOME)?;
            for channel in &channels {
                remove_channel(tx, channel)?;
            }
            let users = chime.users(instance, 0, SOME)?;
            for user in &users {
                remove_user(tx, user)?;
            }
            if channels.is_empty() && users.is_empty() {
                chime.end_cleaning_instance(instance)?;
            }
            Ok(())
        };
        app.store.write(empty).await?;
    }
    Ok(is_more)
}

/// Deleted users leave their channels, and who is there is told.
async fn empty_users(app: &App) -> Result<bool, ChimeError> {
    let read =
        |reads: &dyn crate::store::Reads| Ok::<_, ChimeError>(reads.chime().users_to_clean(SOME)?);
    let users = app.store.read(read).await?;
    let is_more = !users.is_empty();
    for user in users {
        let empty = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
            let chime = tx.chime();
            let memberships = chime.some_memberships_of(user, MEMBERSHIPS)?;
            for membership in &memberships {
                match chime.channel_at(membership.channel)? {
                    Some(channel) => memberships::remove(tx, &channel, membership)?,
                    None => chime.remove_membership(membership)?,
                }
            }
            if memberships.is_empty() {
                chime.end_cleaning_user(user)?;
            }
            Ok(())
        };
        app.store.write(empty).await?;
    }
    Ok(is_more)
}

/// Deleted channels and sub-channels lose their messages.
async fn empty_channels(app: &App) -> Result<bool, ChimeError> {
    let read = |reads: &dyn crate::store::Reads| {
        let chime = reads.chime();
        Ok::<_, ChimeError>((chime.channels_to_clean(SOME)?, chime.parts_to_clean(SOME)?))
    };
    let (channels, parts) = app.store.read(read).await?;
    let is_more = !channels.is_empty() || !parts.is_empty();
    for channel in channels {
        let empty = move |tx: &mut Tx<'_>| tx.chime().clean_channel(channel, ROWS);
        app.store.write(empty).await?;
    }
    for (channel, part) in parts {
        let empty = move |tx: &mut Tx<'_>| tx.chime().clean_part(channel, part, ROWS);
        app.store.write(empty).await?;
    }
    Ok(is_more)
}
