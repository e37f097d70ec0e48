//! Channel flows.

use rusqlite::{Row, params};

use super::{ChimeReads, ChimeWrites, arn, count, strange};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Flow, Processor, Request, Seq};
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str = "seq, instance, arn, name, processors, created_at, updated_at";

impl ChimeReads<'_> {
    /// A flow by ARN.
    pub fn flow(&self, arn: &Arn) -> Result<Option<Flow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM chime_flows WHERE arn = ?1");
        self.one(&sql, [arn.as_str()], flow)
    }

    /// Flows of an instance after one.
    pub fn flows(&self, instance: Seq, after: Seq, most: usize) -> Result<Vec<Flow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_flows \
             WHERE instance = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
        );
        self.all(&sql, params![instance, after, count(most)], flow)
    }

    /// How many flows an instance has.
    pub fn count_flows(&self, instance: Seq) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM chime_flows WHERE instance = ?1";
        Ok(self.one(sql, [instance], |row| row.get(0))?.unwrap_or(0))
    }

    /// What was made with a token, and for what.
    pub fn flow_by_token(
        &self,
        instance: Seq,
        token: &str,
    ) -> Result<Option<(Arn, [u8; 16])>, StoreError> {
        let sql = "SELECT arn, request_digest FROM chime_flows \
                   WHERE instance = ?1 AND request_token = ?2";
        self.one(sql, params![instance, token], |row| Ok((arn(row, 0)?, row.get(1)?)))
    }

    /// Whether a channel uses a flow.
    pub fn is_flow_used(&self, flow: Seq) -> Result<bool, StoreError> {
        self.has("SELECT 1 FROM chime_channels WHERE flow = ?1", [flow])
    }
}

impl ChimeWrites<'_> {
    /// Keeps a flow. Its number in `flow` does not count.
    pub fn add_flow(&self, flow: &Flow, request: &Request) -> Result<(), StoreError> {
        let sql = "INSERT INTO chime_flows (instance, arn, name, processors, created_at, \
                     updated_at, request_token, request_digest) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)";
        self.run(
            sql,
            params![
                flow.instance,
                flow.arn.as_str(),
                flow.name,
                serde_json::to_string(&flow.processors)?,
                flow.created_at.0,
                request.token,
                &request.digest[..]
            ],
        )?;
        Ok(())
    }

    /// Keeps a changed flow.
    pub fn save_flow(&self, flow: &Flow) -> Result<(), StoreError> {
        let sql =
            "UPDATE chime_flows SET name = ?2, processors = ?3, updated_at = ?4 WHERE seq = ?1";
        let processors = serde_json::to_string(&flow.processors)?;
        self.run(sql, params![flow.seq, flow.name, processors, flow.updated_at.0])?;
        Ok(())
    }

    /// Forgets a flow.
    pub fn remove_flow(&self, seq: Seq) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_flows WHERE seq = ?1", [seq])?;
        Ok(())
    }
}

fn flow(row: &Row<'_>) -> rusqlite::Result<Flow> {
    let processors: String = row.get(4)?;
    let processors: Vec<Processor> =
        serde_json::from_str(&processors).map_err(|_| strange(4, "processors"))?;
    Ok(Flow {
        seq: row.get(0)?,
        instance: row.get(1)?,
        arn: arn(row, 2)?,
        name: row.get(3)?,
        processors,
        created_at: Millis(row.get(5)?),
        updated_at: Millis(row.get(6)?),
    })
}
