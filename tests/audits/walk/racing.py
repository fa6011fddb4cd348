"""Two threads at once on the database of a sample ward; prints what is left. Run by test_races through manage.py."""

import datetime as dt
import io
import json
import threading
import uuid

from django.db import connection
from django.utils import timezone
from PIL import Image

from audits.models import AuditItem, ItemAnswer, ItemPhoto
from audits.services.answers import answer
from audits.services.photos import add_photo
from organisation.models import User
from tests.audits.walk.field import make_sample_walk


def at_once(*works):
    """Run these at the same moment, each with a database connection of its own; returns what each returned."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait()
            results[place] = work()
        except Exception as error:  # the test reads it
            results[place] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def give(item, username, grade, uid):
    now = timezone.now()
    row = answer(
        User.objects.get(username=username),
        item.pk,
        uid=uid,
        grade=grade,
        note="",
        based_on=0,
        answered_at=now - dt.timedelta(minutes=5),
        now=now,
    )
    return row.outcome


def picture():
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(target, "JPEG")
    target.seek(0)
    return target


def photograph(item, uid):
    file, now = picture(), timezone.now()
    size = len(file.getvalue())
    user = User.objects.get(username="danhgia")
    return add_photo(user, item.pk, uid=uid, file=file, size=size, taken_at=now, now=now).pk


def race():
    """Ten rounds of each; prints counts as JSON."""
    audit = make_sample_walk()
    one, two, three = AuditItem.objects.filter(checklist__audit=audit, number__lte=3)
    report = {"same": [], "rivals": [], "photos": []}
    for _ in range(10):
        uid = uuid.uuid4()
        report["same"].append(at_once(*[lambda uid=uid: give(one, "danhgia", "conform", uid)] * 3))
        photo = uuid.uuid4()
        report["photos"].append(at_once(*[lambda photo=photo: photograph(three, photo)] * 3))
    report["rivals"] = at_once(
        lambda: give(two, "danhgia", "conform", uuid.uuid4()),
        lambda: give(two, "thukyiso", "minor_nc", uuid.uuid4()),
    )
    two.refresh_from_db()
    report |= {
        "answers": ItemAnswer.objects.filter(item=one).count(),
        "kept_photos": ItemPhoto.objects.filter(item=three).count(),
        "has_conflict": two.has_conflict,
        "version": two.item_version,
    }
    print(json.dumps(report))
