"""The books, people, meetings and animals that the contract suite asserts about.

The suite names a fixture that its package does not ship, so this is written from the assertions. Dates and numbers of
pages are those the assertions need, not those of real editions.
"""

import datetime as dt

from modelsearch.test.testapp import models

AUTHORS = {
    "Isaac Asimov": dt.date(1920, 1, 2),
    "George R.R. Martin": dt.date(1948, 9, 20),
    "J. R. R. Tolkien": dt.date(1892, 1, 3),
    **dict.fromkeys(
        (
            "David Ascher",
            "Mark Lutz",
            "David Flanagan",
            "Douglas Crockford",
            "Daniel Roy Greenfeld",
            "Audrey Roy Greenfeld",
            "Carol Nichols",
            "Steve Klabnik",
            "Jim Blandy",
            "Jason Orendorff",
        )
    ),
}

# id, title, date, pages, authors, setting, characters with the protagonist first
NOVELS = [
    (
        1,
        "The Hobbit",
        "1937-09-21",
        310,
        "J. R. R. Tolkien",
        "Middle Earth",
        ["Bilbo Baggins", "Thorin Oakenshield"],
    ),
    (
        2,
        "The Fellowship of the Ring",
        "1954-07-29",
        423,
        "J. R. R. Tolkien",
        "Middle Earth",
        ["Frodo Baggins", "Bilbo Baggins"],
    ),
    (
        3,
        "The Two Towers",
        "1954-11-11",
        352,
        "J. R. R. Tolkien",
        "Middle Earth",
        ["Frodo Baggins", "Bilbo Baggins"],
    ),
    (
        4,
        "The Return of the King",
        "1955-10-20",
        440,
        "J. R. R. Tolkien",
        "Middle Earth",
        ["Frodo Baggins", "Bilbo Baggins"],
    ),
    (5, "A Game of Thrones", "1996-08-06", 694, "George R.R. Martin", "Westeros", ["Eddard Stark"]),
    (6, "A Clash of Kings", "1998-11-16", 768, "George R.R. Martin", "Westeros", ["Sansa Stark"]),
    (7, "A Storm of Swords", "2000-05-08", 973, "George R.R. Martin", "Westeros", ["Jaime Lannister"]),
    (10, "Foundation", "1951-06-01", 255, "Isaac Asimov", "Trantor", ["Hari Seldon"]),
]

# id, title, date, pages, authors, language
GUIDES = [
    (9, "JavaScript: The Definitive Guide", "1996-08-18", 1096, ["David Flanagan"], "js"),
    (8, "JavaScript: The good parts", "2008-05-08", 170, ["Douglas Crockford"], "js"),
    (11, "Learning Python", "1999-04-01", 1160, ["Mark Lutz", "David Ascher"], "py"),
    (
        12,
        "Two Scoops of Django 1.11",
        "2017-04-13",
        555,
        ["Daniel Roy Greenfeld", "Audrey Roy Greenfeld"],
        "py",
    ),
    (13, "Programming Rust", "2017-12-21", 622, ["Jim Blandy", "Jason Orendorff"], "rs"),
]
PLAIN_BOOK = (14, "The Rust Programming Language", "2018-06-26", 440, ["Carol Nichols", "Steve Klabnik"])


def load():
    """Make all of it."""
    authors = {
        name: models.Author.objects.create(name=name, date_of_birth=born) for name, born in AUTHORS.items()
    }
    for number, title, date, pages, author, setting, characters in NOVELS:
        novel = models.Novel.objects.create(
            id=number, title=title, publication_date=date, number_of_pages=pages, setting=setting
        )
        novel.authors.add(authors[author])
        people = [models.Character.objects.create(name=name, novel=novel) for name in characters]
        # Of the trilogy only the first has a protagonist, so that the others are scored alike.
        novel.protagonist = people[0] if number not in (3, 4) else None
        novel.save()
    for number, title, date, pages, names, language in GUIDES:
        guide = models.ProgrammingGuide.objects.create(
            id=number,
            title=title,
            publication_date=date,
            number_of_pages=pages,
            programming_language=language,
        )
        guide.authors.add(*(authors[name] for name in names))
    number, title, date, pages, names = PLAIN_BOOK
    book = models.Book.objects.create(id=number, title=title, publication_date=date, number_of_pages=pages)
    book.authors.add(*(authors[name] for name in names))
    _load_meetings()
    _load_animals()


def _load_meetings():
    models.Meeting.objects.create(name="Breakfast yoga", start_time=dt.time(8, 0))
    models.Meeting.objects.create(name="Evening yoga", start_time=dt.time(18, 0))
    stand_up = models.Meeting.objects.create(name="Stand-up meeting", start_time=dt.time(9, 30))
    item = models.AgendaItem.objects.create(meeting=stand_up, topic="Progress")
    models.Speaker.objects.create(agenda_item=item, name="Doyle")


def _load_animals():
    for model in (models.MPAnimal, models.NSAnimal):
        model.add_root(name="Animal")
        for parent, name in (
            ("Animal", "Mammal"),
            ("Animal", "Reptile"),
            ("Mammal", "Dog"),
            ("Mammal", "Cat"),
        ):
            model.objects.get(name=parent).add_child(name=name)
