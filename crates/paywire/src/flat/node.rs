//! A received tree of names and texts, kept as it came.

use std::{borrow::Cow, convert::Infallible, fmt};

use paycore::Sensitive;

use super::{FlatError, Item, Source};

/// A named text or a named list of children. It may hold secrets: `Debug` masks every text.
#[derive(Clone, PartialEq, Eq)]
pub struct Node {
    /// The name as received.
    pub name: String,
    /// What it holds.
    pub tree: Tree,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A text, untrimmed.
    Text(Sensitive),
    /// Children in their order.
    Nodes(Vec<Node>),
}

impl Node {
    /// A leaf.
    pub fn leaf(name: impl Into<String>, text: impl Into<Sensitive>) -> Self {
        Self { name: name.into(), tree: Tree::Text(text.into()) }
    }

    /// A branch.
    pub fn branch(name: impl Into<String>, nodes: Vec<Self>) -> Self {
        Self { name: name.into(), tree: Tree::Nodes(nodes) }
    }

    /// The text of a leaf.
    pub fn text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Text(text) => Some(text.expose()),
            Tree::Nodes(_) => None,
        }
    }

    /// The children of a branch; a leaf has none.
    pub fn nodes(&self) -> &[Self] {
        match &self.tree {
            Tree::Text(_) => &[],
            Tree::Nodes(nodes) => nodes,
        }
    }

    /// The name, and behind dots the names of the first child and of its first child, down to a leaf.
    pub fn path(&self) -> String {
        match self.nodes().first() {
            Some(child) => format!("{}.{}", self.name, child.path()),
            None => self.name.clone(),
        }
    }

    /// Reads the subtree of an item that `source` just gave.
    ///
    /// # Errors
    /// Whatever the source refuses.
    pub fn read<'de, S: Source<'de>>(item: Item<'de>, source: &mut S) -> Result<Self, FlatError> {
        match item {
            Item::Leaf(name, text) => Ok(Self::leaf(name, &*text)),
            // As deep as the source lets documents be.
            Item::Branch(name) => Ok(Self::branch(name, Self::read_all(source)?)),
        }
    }

    /// Reads all children of the open element.
    ///
    /// # Errors
    /// Whatever the source refuses.
    pub fn read_all<'de, S: Source<'de>>(source: &mut S) -> Result<Vec<Self>, FlatError> {
        let mut nodes = Vec::new();
        while let Some(item) = source.next().map_err(Into::into)? {
            nodes.push(Self::read(item, source)?);
        }
        Ok(nodes)
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.name)?;
        self.tree.fmt(f)
    }
}

/// Reads a message from nodes that are already in memory.
#[derive(Debug)]
pub struct NodeSource<'de> {
    open: Vec<std::slice::Iter<'de, Node>>,
}

impl<'de> NodeSource<'de> {
    /// A source of `nodes`.
    pub fn new(nodes: &'de [Node]) -> Self {
        Self { open: vec![nodes.iter()] }
    }
}

impl<'de> Source<'de> for NodeSource<'de> {
    type Error = Infallible;

    fn next(&mut self) -> Result<Option<Item<'de>>, Infallible> {
        let Some(level) = self.open.last_mut() else { return Ok(None) };
        let Some(node) = level.next() else {
            self.open.pop();
            return Ok(None);
        };
        Ok(Some(match &node.tree {
            Tree::Text(text) => Item::Leaf(&node.name, Cow::Borrowed(text.expose())),
            Tree::Nodes(nodes) => {
                self.open.push(nodes.iter());
                Item::Branch(&node.name)
            }
        }))
    }
}

impl From<Infallible> for FlatError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
