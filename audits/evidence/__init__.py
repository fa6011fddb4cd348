"""The evidence of one audit as a ZIP that proves by itself that nothing in it was changed."""
