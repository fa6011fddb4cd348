"""What the database's own search cannot do. The product's backend does it, and its tests hold that."""

import pytest
from django.db import connection

beyond_postgresql = pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="PostgreSQL's text search cuts numbers, codes and words with marks in its own way",
)
