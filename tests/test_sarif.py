"""The SARIF log is one by the standard's own schema, and says what the account says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.report import CODES
from mapbuilder.sarif import to_sarif

HERE = Path(__file__).resolve().parent
FAULTY = HERE / "exhibits/full-of-problems"
SCHEMA = HERE / "schemas/sarif-2.1.0.json"


@pytest.fixture(scope="module")
def log():
    return to_sarif(read_exhibit(FAULTY).checked(final=True))


def test_the_schema_is_the_one_that_was_published():
    digest = hashlib.sha256(SCHEMA.read_bytes()).hexdigest()
    assert digest in (SCHEMA.parent / "README.md").read_text("utf-8")


def test_the_log_is_valid(log):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    assert [error.message for error in validator(schema).iter_errors(log)] == []
    broken = json.loads(json.dumps(log))
    broken["runs"][0]["results"][0]["level"] = "grave"
    assert list(validator(schema).iter_errors(broken))


def test_an_exhibit_without_problems_has_a_valid_log(tmp_path):
    (tmp_path / "events.csv").write_text("title,date\nOne,1990\n", "utf-8")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    empty = to_sarif(read_exhibit(tmp_path).checked())
    assert empty["runs"][0]["results"] == []
    jsonschema.validators.validator_for(schema)(schema).validate(empty)


def test_there_is_a_result_for_each_problem_and_a_rule_for_each_code(log):
    exhibit = read_exhibit(FAULTY).checked(final=True)
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({one.code for one in exhibit.problems})
    for problem, result in zip(exhibit.problems, run["results"], strict=True):
        assert result["ruleId"] == problem.code == rules[result["ruleIndex"]]
        assert result["level"] == problem.severity
        assert result["message"]["text"].startswith(problem.message)
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"] == CODES[rule["id"]]
        assert "Cure:" in rule["help"]["text"]


def test_rows_are_lines_of_texts_and_stay_out_of_the_fingerprints(tmp_path):
    def log_of(lines):
        (tmp_path / "events.csv").write_text("title,place\n" + lines, "utf-8")
        return to_sarif(read_exhibit(tmp_path).checked())["runs"][0]["results"]

    [one] = [r for r in log_of("One,Nowhereatall\n") if r["ruleId"] == "place-unknown"]
    [two] = [r for r in log_of("Zero,\nOne,Nowhereatall\n") if r["ruleId"] == "place-unknown"]
    where = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in (one, two)]
    assert where == [2, 3]
    assert one["partialFingerprints"] == two["partialFingerprints"]


def test_the_same_exhibit_has_the_same_log(log):
    assert json.dumps(to_sarif(read_exhibit(FAULTY).checked(final=True))) == json.dumps(log)


def test_a_table_in_a_folder_of_its_own_has_its_path(tmp_path):
    (tmp_path / "my data").mkdir()
    (tmp_path / "my data/events #1.csv").write_text("title,date\nOne,1990\nTwo,never\n", "utf-8")
    (tmp_path / "exhibit.toml").write_text('[tables]\nevents = "my data/events #1.csv"\n', "utf-8")
    [run] = to_sarif(read_exhibit(tmp_path).checked())["runs"]
    found = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in run["results"]
        if one["ruleId"].startswith("date-")
    }
    assert found == {"my%20data/events%20%231.csv"}
