from workdays.models.calendar import DayException, OfficialYear

__all__ = ["DayException", "OfficialYear"]
