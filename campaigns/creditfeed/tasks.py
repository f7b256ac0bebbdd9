from trail.registry import job_kind


@job_kind("creditfeed.deliver")
def deliver(record_id: str, version: int) -> dict[str, int]:
    """A change was decided: carry the outbox now instead of at the next sweep."""
    from campaigns.creditfeed.actions import delivery

    return delivery.deliver()
