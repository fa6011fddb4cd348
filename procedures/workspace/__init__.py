"""The staff's workspace: what waits, what applies, what is registered."""
