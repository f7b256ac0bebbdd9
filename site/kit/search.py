"""Database search that understands Chinese, the same on SQLite and PostgreSQL; Wagtail's admin uses it too.

Builds on `modelsearch`, whose classes look their helpers up in their own modules: its version is pinned, and the tests
of this file tell when an update moves something.
"""

from typing import Any

from django.db import connection
from django.db.models import Case, FloatField, Value, When
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText

from kit.pairs import for_index, for_query

AT_MOST = 10_000  # hits that one query looks through; more would make SQLite's list of keys too long
RANKED = 1_000  # of these, the nearest are put in order


def rewritten(query: Any) -> Any:
    """The query with every run of Chinese characters cut into pairs."""
    match query:
        case str():
            cut: Any = for_query(query)
        case PlainText():
            cut = PlainText(for_query(query.query_string), operator=query.operator)
        case Phrase():
            cut = Phrase(for_query(query.query_string))
        case Boost():
            cut = Boost(rewritten(query.subquery), query.boost)
        case Not():
            cut = Not(rewritten(query.subquery))
        case And() | Or():
            cut = type(query)([rewritten(one) for one in query.subqueries])
        case _:
            cut = query
    return cut


def SearchBackend(params: Any) -> Any:
    """What WAGTAILSEARCH_BACKENDS names: the back end for the database in use."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres import postgres as stock

        base = stock.PostgresSearchBackend
    else:
        from modelsearch.backends.database.sqlite import sqlite as stock

        base = stock.SQLiteSearchBackend
    if not getattr(stock.ObjectIndexer, "cuts_pairs", False):
        stock.ObjectIndexer = _indexer(stock.ObjectIndexer)

    class Backend(base):  # type: ignore[misc, valid-type]
        def _search(self, compiler: Any, query: Any, *arguments: Any, **named: Any) -> Any:
            return super()._search(compiler, rewritten(query), *arguments, **named)

    if connection.vendor == "sqlite":
        Backend.query_compiler_class = _ranked_once(stock, stock.SQLiteSearchQueryCompiler)
        Backend.autocomplete_query_compiler_class = _ranked_once(stock, stock.SQLiteAutocompleteQueryCompiler)
    return Backend(params)


def _indexer(base: Any) -> Any:
    class Indexer(base):  # type: ignore[misc]
        cuts_pairs = True

        def prepare_value(self, value: Any) -> Any:
            prepared = super().prepare_value(value)
            return for_index(prepared) if isinstance(prepared, str) else prepared

    return Indexer


def _ranked_once(stock: Any, base: Any) -> Any:
    """SQLite's stock compiler scans the full-text table once for each hit; this one asks for all ranks at once."""
    from modelsearch.backends.database.sqlite.query import BM25

    class Compiler(base):  # type: ignore[misc]
        def search(self, config: Any, start: Any, stop: Any, score_field: Any = None) -> Any:
            query = stock.normalize(self.query)
            if isinstance(query, stock.MatchAll | stock.Not):
                return super().search(config, start, stop, score_field)
            hits = self._hits(query, config)
            found = self.queryset.filter(pk__in=[key for _rank, key in hits])
            if hits and (self.order_by_relevance or score_field):
                name = score_field or "_rank"
                ranks = [When(pk=key, then=Value(rank)) for rank, key in hits[:RANKED]]
                found = found.annotate(**{name: Case(*ranks, default=Value(0.0), output_field=FloatField())})
            if hits and self.order_by_relevance:
                found = found.order_by(name, "-pk")
            elif not found.query.order_by:
                found = found.order_by("-pk")
            return found[start:stop]

        def _hits(self, query: Any, config: Any) -> list[tuple[float, str]]:
            """Rank and key of every row of this model that matches, the nearest (the lowest rank) first."""
            match = stock.MatchExpression(
                self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(query, config=config)
            )
            types = stock.get_descendants_content_types_pks(self.queryset.model)
            rows = stock.SQLiteFTSIndexEntry.objects.filter(match, index_entry__content_type_id__in=types)
            ranked = rows.annotate(rank=BM25()).order_by("rank").values_list("rank", "index_entry__object_id")
            return list(ranked[:AT_MOST])

    return Compiler
