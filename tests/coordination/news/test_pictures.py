"""The picture of a news item: drawn anew, said in words, with the consent of who is seen, gone with the item."""

import io
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
from PIL import Image

from services.chassis.base.identity import Role
from services.chassis.documents.pictures import BYTES_MAX, SIDE_MAX, PictureRefused, redrawn
from services.coordination.news.commands import erase_news, put_picture
from services.coordination.public_news.commands import open_news, reserve_news
from tests.coordination.world import Somebody, people, picture
from tests.support.network import ELSEWHERE, HERE, Network

ALT = "Des élèves de CAP assemblent une charpente"
SECRET = b"12 rue de la Grange, Montauban"


def file_of(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB") -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size).save(kept, kind)
    return kept.getvalue()


async def test_a_picture_is_drawn_upright_small_and_without_what_the_camera_wrote() -> None:
    brought = picture(SECRET)
    assert SECRET in brought

    drawn = await redrawn(brought)

    assert (drawn.width, drawn.height) == (40, 60)
    assert SECRET not in drawn.content
    with Image.open(io.BytesIO(drawn.content)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (40, 60), {})
    large = await redrawn(file_of("PNG", (3_200, 400), "RGBA"))
    assert (large.width, large.height) == (SIDE_MAX, 200)
    assert (await redrawn(file_of("WEBP"))).width == 30


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        b"%PDF-1.7",
        file_of("GIF"),
        file_of("PNG")[:40],
        picture()[:300],
        b"\xff\xd8\xff" * 100,
        bytes(BYTES_MAX + 1),
    ],
    ids=["empty", "svg", "pdf", "gif", "cut", "cut-jpeg", "noise", "large"],
)
async def test_what_is_no_picture_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refused:
        await redrawn(content)

    assert refused.value.field == "file"
    assert refused.value.detail


@pytest.mark.parametrize("size", [(30, 20), (3_200, 400)])
async def test_the_greys_of_a_scanner_stay_grey(size: tuple[int, int]) -> None:
    kept = io.BytesIO()
    Image.new("I;16", size, 128 * 256).save(kept, "PNG")

    drawn = await redrawn(kept.getvalue())

    with Image.open(io.BytesIO(drawn.content)) as seen:
        pixel = seen.getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert all(abs(part - 128) < 3 for part in pixel)


async def test_a_picture_of_too_many_pixels_is_refused() -> None:
    for side in (9_000, 15_000):  # the second is what a library refuses by itself
        with pytest.raises(PictureRefused, match=r"50.millions de pixels"):
            await redrawn(file_of("PNG", (side, side), "1"))


async def test_a_photo_of_an_iphone_is_told_so_by_name() -> None:
    with pytest.raises(PictureRefused, match=r"photo d’iPhone \(HEIC\).*JPEG"):
        await redrawn(b"\x00\x00\x00\x18ftypheic" + bytes(200))


def workers(network: Network) -> tuple[Somebody, Somebody]:
    return people(network.runtime("coordination").work)


async def brings(
    browser: httpx2.AsyncClient,
    news_id: UUID,
    *,
    version: int = 1,
    alt: str = ALT,
    consent: bool = True,
    content: bytes | None = None,
) -> httpx2.Response:
    form = {"command_id": str(uuid4()), "version": str(version), "alt": alt}
    if consent:
        form["consent"] = "true"
    brought = {"file": ("photo.jpg", content or picture(SECRET), "image/jpeg")}
    return await browser.post(f"/actualites/{news_id}/image", data=form, files=brought)


async def test_a_bureau_brings_a_picture_which_the_network_sees_once_it_is_published(
    network: Network,
) -> None:
    bureau, supervisor = workers(network)
    news_id = await bureau.proposes()
    rbde, other = (
        await network.client_as(Role.RBDE, HERE),
        await network.client_as(Role.RBDE, ELSEWHERE),
    )
    address = f"/actualites/{news_id}/image.jpg"

    done = await brings(rbde, news_id)

    assert done.status_code == 303, done.text
    page = (await rbde.get(f"/actualites/{news_id}")).text
    assert f'alt="{ALT}"' in page
    assert ((await rbde.get(address)).status_code, (await other.get(address)).status_code) == (
        200,
        404,
    )
    await supervisor.publishes(news_id)
    seen = await other.get(address)
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert SECRET not in seen.content
    assert f'alt="{ALT}"' in (await other.get(f"/actualites/{news_id}")).text
    refused = await brings(rbde, news_id, version=await bureau.version(news_id))
    assert refused.status_code == 409

    await supervisor.withdraws(news_id)
    assert (await other.get(address)).status_code == 404


async def test_what_is_missing_is_asked_for_and_what_was_typed_stays(network: Network) -> None:
    bureau, _ = workers(network)
    news_id = await bureau.proposes()
    rbde = await network.client_as(Role.RBDE, HERE)

    without_consent = await brings(rbde, news_id, consent=False)
    without_words = await brings(rbde, news_id, alt="")
    broken = await brings(rbde, news_id, content=b"rien")

    assert [one.status_code for one in (without_consent, without_words, broken)] == [422] * 3
    assert "Cochez la case" in without_consent.text
    assert ALT in without_consent.text
    assert "enregistrez-la de nouveau en JPEG" in broken.text
    assert (await rbde.get(f"/actualites/{news_id}/image.jpg")).status_code == 404


async def test_everybody_sees_it_with_the_item_and_no_longer(network: Network) -> None:
    bureau, supervisor = workers(network)
    news_id = await bureau.proposes()
    await bureau.decides(put_picture, news_id, picture=await redrawn(picture()), alt=ALT)
    await supervisor.publishes(news_id)
    everybody, address = network.client(), f"/reseau/actualites/{news_id}/image.jpg"
    assert (await everybody.get(address)).status_code == 404

    await supervisor.decides(open_news, news_id)

    shown = await everybody.get(address)
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "public, no-cache")
    for place in ("", "/cadre", f"/{news_id}"):
        assert f'alt="{ALT}"' in (await everybody.get(f"/reseau/actualites{place}")).text
    same = await everybody.get(address, headers={"If-None-Match": shown.headers["etag"]})
    assert same.status_code == 304
    await supervisor.decides(reserve_news, news_id)
    gone = await everybody.get(address, headers={"If-None-Match": shown.headers["etag"]})
    assert gone.status_code == 404


async def test_it_goes_with_the_text_and_by_itself(
    network: Network, superuser: asyncpg.Connection
) -> None:
    bureau, _ = workers(network)
    rbde = await network.client_as(Role.RBDE, HERE)
    kept, erased = await bureau.proposes(), await bureau.proposes()
    for news_id in (kept, erased):
        await bureau.decides(put_picture, news_id, picture=await redrawn(picture()), alt=ALT)
    form = {"command_id": str(uuid4()), "version": str(await bureau.version(kept))}

    taken = await rbde.post(f"/actualites/{kept}/image/retrait", data=form)
    await bureau.decides(erase_news, erased)

    assert taken.status_code == 303
    assert await superuser.fetchval("SELECT count(*) FROM news_pictures") == 0
