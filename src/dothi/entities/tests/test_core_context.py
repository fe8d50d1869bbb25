"""The core contexts v1.3 to v1.9 (CIM 009 annex B): what each version added, and that none of them reads names otherwise.

The lists were taken from the copies that other brokers carry: Orion-LD (v1.3 to v1.9), Stellio (v1.3, v1.7 to v1.9) and
Scorpio (v1.6, v1.8), which agree but for a few terms of v1.8, whose longest list stands here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from dothi.entities.core.context import CORE, context_of
from dothi.entities.core.core_context import CORE_URL, CORE_URLS, DEFAULT, VERSIONS, core_document, core_terms

NGSI = "https://uri.etsi.org/ngsi-ld/"
ADDED = {
    4: "avg distinctCount max min stddev sum sumsq totalCount",
    5: "LanguageProperty attrs lang languageMap scope scopeQ tenant",
    6: "cacheDuration contextSourceInfo cooldown deletedAt key languageMaps localOnly management mode notUpdated"
    " notificationTrigger notifierInfo operations previousLanguageMap previousObject previousValue receiverInfo"
    " refreshRate registrationId showChanges sysAttrs timeout timesFailed",
    7: "VocabularyProperty dataset previousVocab vocab vocabs",
    8: "ContextSourceIdentity JsonProperty ListProperty ListRelationship VocabProperty containedBy contextSourceAlias"
    " contextSourceExtras contextSourceTimeAt contextSourceUptime entity entityList entityMap expandValues"
    " geometryProperty join joinLevel json jsonKeys jsons linkedMaps objectList objectType objectsLists omit pick"
    " previousJson previousObjectList previousValueList valueList valueLists",
    9: "EntityMap ExecutionResultDetails Snapshot SnapshotNotification aggrMethods aggrParams aggrPeriodDuration collation"
    " entityMapLifetime jsonldContext langString lastN lastUsedAt ngsildConformance ngsildproof objectLists orderBy"
    " ordering problemDetails resultStatus snapshotId snapshotLifetime snapshotPriority snapshotQueries"
    " snapshotQueriesDetails snapshotStatus snapshotTemporalQueries snapshotTemporalQueriesDetails splitEntities"
    " valueType",
}
DROPPED = {8: {"VocabularyProperty"}, 9: {"geometryProperty", "objectsLists"}}
CHANGED = {6: {"objects"}, 9: {"attributeCount", "attributeDetails", "entityMap"}}


def document(version: int) -> dict[str, Any]:
    terms: dict[str, Any] = core_document(CORE_URL.replace("1.9", f"1.{version}"))["@context"]
    return {term: told for term, told in terms.items() if term not in ("@version", "@protected")}


def test_each_version_has_its_terms() -> None:
    """Added, dropped and told otherwise, version by version."""
    assert len(document(3)) == 109  # 104 terms, two prefixes, id, type and @vocab
    for old, new in pairwise(VERSIONS):
        before, after = document(old), document(new)
        assert sorted(set(after) - set(before)) == sorted(ADDED[new].split())
        assert set(before) - set(after) == DROPPED.get(new, set())
        both = set(before) & set(after)
        assert {term for term in both if before[term] != after[term]} == CHANGED.get(new, set())


def test_a_document_says_how_its_values_are_read() -> None:
    """For JSON-LD processors of others: coercions and containers, not the names alone."""
    newest = core_document()["@context"]
    assert (newest["@version"], newest["@protected"], newest["@vocab"]) == (1.1, True, DEFAULT)
    assert newest["observedAt"] == {"@id": "ngsi-ld:observedAt", "@type": "DateTime"}
    assert newest["coordinates"] == {"@id": "geojson:coordinates", "@container": "@list"}
    assert newest["languageMap"] == {"@id": "ngsi-ld:hasLanguageMap", "@container": "@language"}
    assert newest["ngsildproof"]["@context"][1] == "https://w3id.org/security/data-integrity/v2"
    assert "@protected" not in core_document(CORE_URL.replace("1.9", "1.7"))["@context"]


@pytest.mark.parametrize("url", sorted(CORE_URLS))
def test_every_version_reads_names_alike(url: str) -> None:
    """§5.5.7: alone, beside a context of the user's, before or after it: the newest core context is what counts."""
    names = [*core_terms(), *ADDED[7].split(), *ADDED[8].split(), "speed", "ngsi-ld:x", "urn:x:y"]
    own = {"speed": "https://traffic.example/speed", "value": "https://traffic.example/value"}
    plain = [context_of(url), context_of([url]), context_of([CORE_URL, url])]
    assert all([c.expand(n) for n in names] == [CORE.expand(n) for n in names] for c in plain)
    assert [context_of([own, url]).expand(n) for n in names] == [context_of(own).expand(n) for n in names]
    assert [context_of([url, own]).expand(n) for n in names] == [context_of(own).expand(n) for n in names]
    assert context_of([own, url]).expand("value") == f"{NGSI}hasValue"
