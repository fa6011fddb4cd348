"""What the product itself lets people find. In order of what they mostly look for."""

from search.sources import versions, forms, legal_acts, papers  # noqa: F401, I001  (registers; the order is meant)
