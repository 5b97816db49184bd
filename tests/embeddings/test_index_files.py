import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import IndexFileError, ParagraphIndex
from embeddings import snapshot as snapshot_module

TEXTS = ["The engineers said 1,000", "Müller in Kyiv " * 12, "the budget"]
QUERY = "engineers in Kyiv"


def fill(encoder, number=3):
    index = ParagraphIndex(encoder)
    index.add([f"a:{i}" for i in range(number)], TEXTS[:number])
    return index


@pytest.fixture
def saved(fake_encoder, tmp_path):
    fill(fake_encoder).save(tmp_path)
    return tmp_path


words = st.lists(st.sampled_from(["kyiv", "the", "engineers", "ü", "\n"]), max_size=20).map(" ".join)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words.map(lambda text: "x " + text), max_size=5), words, st.data())
def test_round_trip_gives_identical_results(fake_encoder, tmp_path, texts, query, data):
    index = ParagraphIndex(fake_encoder)
    keys = [f"é:{i}" for i in range(len(texts))]
    index.add(keys, texts)
    index.delete(data.draw(st.sets(st.sampled_from(keys))) if keys else [])
    index.save(tmp_path / "index")
    loaded = ParagraphIndex.load(tmp_path / "index", fake_encoder)
    assert len(loaded) == len(index)
    assert loaded.search(query + " kyiv", 5) == index.search(query + " kyiv", 5)
    loaded.add(["new"], ["engineers"])
    index.add(["new"], ["engineers"])
    assert loaded.search("engineers", 5) == index.search("engineers", 5)


def test_every_flipped_byte_of_the_manifest_is_noticed(fake_encoder, saved):
    path = saved / "manifest.json"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexFileError, match="Expected"):
            ParagraphIndex.load(saved, fake_encoder)


@pytest.mark.parametrize("name", ["manifest", "vectors", "words", "keys"])
@pytest.mark.parametrize("damage", ["flip first", "flip middle", "flip last", "truncate", "empty", "longer", "delete"])
def test_every_damaged_file_is_noticed(fake_encoder, saved, name, damage):
    path = next(saved.glob(f"{name}*"))
    content = bytearray(path.read_bytes())
    place = {"flip first": 0, "flip middle": len(content) // 2, "flip last": -1}.get(damage)
    if place is not None:
        content[place] ^= 0x40
    if damage == "delete":
        path.unlink()
    else:
        path.write_bytes({"truncate": content[:-1], "empty": b"", "longer": content + b"\0"}.get(damage, content))
    with pytest.raises(IndexFileError, match=r"Expected: .* Delete"):
        ParagraphIndex.load(saved, fake_encoder)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"null", b'"', b"[" * 100_000, b"\xff", b'{"format": 2}'])
def test_a_manifest_of_another_make_is_refused(fake_encoder, saved, content):
    (saved / "manifest.json").write_bytes(content)
    with pytest.raises(IndexFileError):
        ParagraphIndex.load(saved, fake_encoder)


def test_files_of_two_saves_do_not_mix(fake_encoder, tmp_path):
    """Even where a manifest vouches for them."""
    fill(fake_encoder, 3).save(tmp_path / "three")
    fill(fake_encoder, 2).save(tmp_path / "two")
    manifest, three = snapshot_module.read(tmp_path / "three", frozenset(["vectors.faiss", "words.zip", "keys.json"]))
    _, two = snapshot_module.read(tmp_path / "two", frozenset(three))
    for odd in three:
        sources = {**three, odd: two[odd]}
        snapshot_module.write(
            tmp_path / "mixed",
            manifest,
            {
                name: lambda path, source=source: path.write_bytes(source.read_bytes())
                for name, source in sources.items()
            },
        )
        with pytest.raises(IndexFileError, match="belong together"):
            ParagraphIndex.load(tmp_path / "mixed", fake_encoder)


def test_another_encoder_is_refused(make_encoder, saved):
    for other in (make_encoder(name="other"), make_encoder(dimension=8)):
        with pytest.raises(IndexFileError, match="fake, dimension 16"):
            ParagraphIndex.load(saved, other)


def test_a_folder_without_an_index_is_refused(fake_encoder, tmp_path):
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(IndexFileError, match=r"manifest\.json cannot be read"):
            ParagraphIndex.load(folder, fake_encoder)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("step", range(1, 7))
def test_an_interrupted_save_leaves_a_whole_index(fake_encoder, saved, monkeypatch, step, interruption):
    """Six syncs: three files, the manifest's draft, the folder before and after the rename."""
    sync, calls = snapshot_module._sync, []

    def fail(path):
        calls.append(path)
        if len(calls) == step:
            raise interruption("power cut")
        sync(path)

    index = fill(fake_encoder)
    index.delete(["a:0"])
    with monkeypatch.context() as patch:
        patch.setattr(snapshot_module, "_sync", fail)
        with pytest.raises(interruption):
            index.save(saved)
    assert len(ParagraphIndex.load(saved, fake_encoder)) == (3 if step < 6 else 2)
    index.save(saved)
    assert len(ParagraphIndex.load(saved, fake_encoder)) == 2
    assert len(list(saved.iterdir())) == 4


def test_a_full_disk_leaves_nothing_behind(fake_encoder, saved, monkeypatch):
    before = sorted(saved.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(snapshot_module, "_render", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(OSError, match="No space left"):
            fill(fake_encoder).save(saved)
    assert sorted(saved.iterdir()) == before


def test_saving_leaves_other_files_alone(fake_encoder, saved):
    (saved / "notes.txt").write_text("mine")
    fill(fake_encoder).save(saved)
    assert (saved / "notes.txt").read_text() == "mine"
    assert len(list(saved.iterdir())) == 5


def test_the_manifest_says_what_it_is(saved):
    index = json.loads((saved / "manifest.json").read_text())["index"]
    assert index == {"encoder": "fake", "dimension": 16, "paragraphs": 3, "windows": 6, "generation": ""}
