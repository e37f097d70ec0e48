//! The rooms of a session, oldest first. A list: a session has few, and most have one.

use crate::ids::RoomId;
use crate::room::Room;

#[derive(Debug, Default)]
pub(crate) struct Rooms {
    rooms: Vec<Room>,
}

impl Rooms {
    pub(crate) fn get(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id() == id)
    }

    pub(crate) fn get_mut(&mut self, id: RoomId) -> Option<&mut Room> {
        self.rooms.iter_mut().find(|room| room.id() == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Room> {
        self.rooms.iter_mut()
    }

    /// The ids, for loops that need the whole session inside.
    pub(crate) fn ids(&self) -> Vec<RoomId> {
        self.rooms.iter().map(Room::id).collect()
    }

    pub(crate) fn add(&mut self, room: Room) {
        self.rooms.push(room);
    }

    pub(crate) fn clear(&mut self) {
        self.rooms.clear();
    }
}
