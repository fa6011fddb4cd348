"""The inputs of a management review as the system knows them; words are Vietnamese, because the pack is a record."""
