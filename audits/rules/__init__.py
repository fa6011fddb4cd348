"""Pure rules of audits: no database, `now` passed in."""
