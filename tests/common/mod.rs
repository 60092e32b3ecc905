//! What several tests share.

pub mod corpus;
pub mod prose;
pub mod settled;
