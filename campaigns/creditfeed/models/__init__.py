from campaigns.creditfeed.models.outbox import Destination, FeedRow, FeedState, Mode

__all__ = ["Destination", "FeedRow", "FeedState", "Mode"]
