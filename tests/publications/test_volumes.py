"""A handbook in volumes: one ZIP, one PDF each, the memory of one."""

import io
import zipfile

from publications.compose.handbook import compose_handbook, split_volumes
from publications.writers.volumes import write_volumes
from tests.publications.sample_sources import handbook_source


def volumes():
    return (compose_handbook(volume) for volume in split_volumes(handbook_source(5), 2))


def test_every_volume_is_a_pdf_of_its_own():
    told = []
    rendered = write_volumes(volumes(), lambda *step: told.append(step), total=3)
    archive = zipfile.ZipFile(io.BytesIO(rendered.content))
    assert archive.namelist() == ["tap-01.pdf", "tap-02.pdf", "tap-03.pdf"]
    assert all(archive.read(name).startswith(b"%PDF-1.7") for name in archive.namelist())
    assert (rendered.suffix, rendered.media_type) == ("zip", "application/zip")
    assert rendered.pages > 15
    assert told[0] == (0, 3, "Tập 1")
    assert told[-1] == (3, 3, "Tập 3")


def test_the_same_volumes_give_the_same_bytes():
    assert write_volumes(volumes()).content == write_volumes(volumes()).content


def test_volumes_are_composed_one_at_a_time():
    """The next document is asked for when the one before is written."""
    order = []

    def composed():
        for volume in split_volumes(handbook_source(3), 1):
            order.append("composed")
            yield compose_handbook(volume)

    write_volumes(composed(), lambda done, total, doing: order.append(done))
    assert order == ["composed", 0, 1, "composed", 1, 2, "composed", 2, 3]
