from official_documents.models.documents import DocumentStatus, OfficialDocument

__all__ = ["DocumentStatus", "OfficialDocument"]
