"""Papers of a management review: the pack of inputs, and the minutes."""
