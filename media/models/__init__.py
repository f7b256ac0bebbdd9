from media.models.library import LibraryDocument, LibraryImage, LibraryRendition

__all__ = ["LibraryDocument", "LibraryImage", "LibraryRendition"]
