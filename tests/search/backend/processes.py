"""What the child processes of the tests do: `python processes.py WHAT FOLDER …`, on the index alone, no database."""

import sys
from itertools import count
from pathlib import Path

import django
from django.conf import settings

settings.configure(INSTALLED_APPS=[], DATABASES={})
django.setup()

from search.backends.whoosh.store import IndexStore, write_all  # noqa: E402
from search.engine import IndexDocument  # noqa: E402

BATCH = 20


def documents(writer, batch):
    """Each batch holds the same ids again and some new ones, so that commits replace, add and merge."""
    for number in range(BATCH):
        yield f"{writer}:{number}", document(f"{writer}:{number}", batch)
        yield f"{writer}:{batch}-{number}", document(f"{writer}:{batch}-{number}", batch)


def document(name, batch):
    return IndexDocument(
        id=name, title=f"Văn bản {name}", body=f"lần ghi thứ {batch} " * 20, filters={"model": ("a.b",)}
    )


def write(root, writer, batches):
    """Write batches, saying each that is committed."""
    store = IndexStore(Path(root))
    for batch in range(int(batches)) if int(batches) else count():
        with store.writing() as index:
            store.put(index, documents(writer, batch))
        print(batch, flush=True)


def build(root, *_):
    """Build a big index beside the live one, again and again."""
    store = IndexStore(Path(root))
    while True:
        with store.building() as building:
            print("building", flush=True)
            write_all(building.index, documents("rebuilt", 0))
            building.swap_in(lambda index: None)
        print("swapped", flush=True)


if __name__ == "__main__":
    {"write": write, "build": build}[sys.argv[1]](*sys.argv[2:])
