"""Standing for leader."""

from services.chassis.database.leadership import Leadership


async def test_a_service_with_nothing_to_do_alone_never_asks_for_the_lock() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    leadership = Leadership(nowhere, "supervision", [])
    leadership.start()
    assert (leadership.leading, leadership.problem) == (False, None)
    await leadership.stop()
