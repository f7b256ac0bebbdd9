"""Background work of this app: doors into its actions."""

from trail.registry import job_kind


@job_kind("courses.assign")
def assign(programme_uuid: str, round_number: int) -> dict[str, int]:
    from courses.actions import programmes

    return programmes.assign(programme_uuid, round_number)


@job_kind("courses.remind")
def remind(programme_uuid: str, by_uuid: str, day: str) -> dict[str, int]:
    from courses.actions import reminders

    return reminders.send(programme_uuid, by_uuid, day)


@job_kind("courses.join")
def join(programme_uuid: str, organisation_id: int) -> dict[str, int]:
    from courses.actions import programmes

    return programmes.join(programme_uuid, organisation_id)
