"""Words, colours and lines of the screens of audits. No queries."""
