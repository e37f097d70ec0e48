//! Templates of interactive messages (protocol sheet §6): the text of an item whose content type is
//! [`super::content_type::INTERACTIVE`].

use crate::object::object;

/// Any object of a template. The levels differ in which of the fields they have; one type for all of them is
/// decoded by one piece of code. Unknown fields are skipped.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Part {
    /// What it says.
    pub title: String,
    /// What it says below.
    pub subtitle: String,
    /// Where a link leads.
    pub url: String,
    /// When a time slot is.
    pub date: String,
    /// Choices.
    pub elements: Vec<Self>,
    /// Choices of a time picker.
    pub timeslots: Vec<Self>,
    /// A template has data, and so has an element of a carousel, which is a template of its own.
    pub data: Option<Box<Self>>,
    /// What the data shows.
    pub content: Option<Box<Self>>,
}

object!(Part {
    "title" => title,
    "subtitle" => subtitle,
    "url" => url,
    "date" => date,
    "elements" => elements,
    "timeslots" => timeslots,
    "data" => data,
    "content" => content,
});
