//! The `orilex` command.

fn main() {}
