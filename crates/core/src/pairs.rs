//! A map for few entries: pairs in the order in which they came.
//!
//! Looking through a handful costs nothing, and the tree of the standard library is kilobytes of the widget
//! for each type of entry. Invariant: a key is there once.

/// Keys and their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs<K, V> {
    pairs: Vec<(K, V)>,
}

impl<K: PartialEq, V> Pairs<K, V> {
    /// Nothing.
    pub const fn new() -> Self {
        Self { pairs: Vec::new() }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// All pairs.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.pairs.iter()
    }

    /// The value of a key.
    pub fn get<Q: ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: PartialEq<Q>,
    {
        self.pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Gives a key its value, whatever it had.
    pub fn insert(&mut self, key: K, value: V) {
        match self.pairs.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => self.pairs.push((key, value)),
        }
    }

    /// Takes a key and its value away.
    pub fn remove<Q: ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: PartialEq<Q>,
    {
        let index = self.pairs.iter().position(|(known, _)| known == key)?;
        Some(self.pairs.remove(index).1)
    }

    /// Takes away what does not match.
    pub fn retain(&mut self, keep: impl FnMut(&(K, V)) -> bool) {
        self.pairs.retain(keep);
    }
}

impl<K, V> Default for Pairs<K, V> {
    fn default() -> Self {
        Self { pairs: Vec::new() }
    }
}

impl<K: PartialEq, V> Extend<(K, V)> for Pairs<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: PartialEq, V> FromIterator<(K, V)> for Pairs<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut all = Self::new();
        all.extend(pairs);
        all
    }
}

impl<K: PartialEq, V, const N: usize> From<[(K, V); N]> for Pairs<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Pairs<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Pairs<K, V> {
    type Item = &'a (K, V);
    type IntoIter = std::slice::Iter<'a, (K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn a_key_is_there_once_and_keeps_its_place() {
        let mut pairs = Pairs::from([("b", 1), ("a", 2), ("b", 3)]);
        assert_eq!(pairs.iter().copied().collect::<Vec<_>>(), [("b", 3), ("a", 2)]);
        pairs.extend([("c", 4), ("a", 5)]);
        assert_eq!(pairs.remove(&"b"), Some(3));
        assert_eq!(pairs.remove(&"b"), None);
        assert_eq!((pairs.get(&"a"), pairs.get(&"b")), (Some(&5), None));
        pairs.retain(|(key, _)| *key != "a");
        assert_eq!(pairs.into_iter().collect::<Vec<_>>(), [("c", 4)]);
    }
}
