//! Small parts without knowledge of chats.

pub mod button;
pub mod icon;
pub mod menu;
pub mod spinner;
