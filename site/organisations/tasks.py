"""Background work of this app: doors into its actions."""

from trail.registry import job_kind


@job_kind("organisations.roster")
def take_in_roster(file: str, filename: str, user_id: int) -> dict[str, int]:
    from organisations.actions import large_rosters

    return large_rosters.take_in(file, filename, user_id)
