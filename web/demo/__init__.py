"""A network to try Gema with: offices, people and accounts that are plainly not real."""
