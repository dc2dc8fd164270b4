"""Runs the recipes of GitHub and GitLab, and the action, on small sites, job by job, as their runners would.

    run.py LIMPIDE RELEASES

LIMPIDE is the program, RELEASES a folder that holds v0.1.0/ as `.ci/release` writes it. What a runner offers is
imitated: the caches, the artifacts, the variables, the commands `gh` and the API of tickets. The commands of the
recipes are run as they are written. Needs PyYAML, git, curl and bash.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMPIDE, RELEASES = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
SITE = {
    "site.toml": '[site]\ntitle = "Ma commune"\nbase_url = "https://demarches.ma-commune.example"\n',
    "content/horaires.md": "---\ntitle: Horaires\nreviewed: 2020-01-01\nreview_every: 12 mois\n---\n\nLa mairie ouvre.\n",
    "content/ancienne.md": "---\ntitle: Ancienne\n---\n\nVoyez [la suite](jamais-ecrite.md).\n",
}
FAULT = "---\ntitle: Nouvelle\n---\n\nVoyez [la mairie](mairie-du-bout.md).\n"
passed = 0


def hold(condition, what):
    global passed
    if not condition:
        sys.exit(f"FAILED: {what}")
    passed += 1


def git(folder, *arguments):
    names = {f"GIT_{who}_{what}": "essai@exemple.fr" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-c", "commit.gpgsign=false", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | names, capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Forge:
    """A repository with its main branch, what its jobs keep, and its tickets."""

    def __init__(self, folder, files):
        self.folder, self.caches, self.artifacts = folder, [], {}
        self.origin = folder / "origin"
        self.origin.mkdir()
        git(self.origin, "init", "--quiet", "--initial-branch", "main")
        self.change(files, "Début")

    def change(self, files, message):
        for name, text in files.items():
            path = self.origin / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        git(self.origin, "add", "--all")
        git(self.origin, "commit", "--quiet", "--message", message)

    def clone(self, name):
        copy = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))
        git(self.folder, "clone", "--quiet", str(self.origin), str(copy))
        return copy

    def restore(self, prefix, paths, copy):
        """The newest cache of that prefix."""
        for key, kept in reversed(self.caches):
            if key.startswith(prefix):
                for path in filter(lambda path: (kept / path).exists(), paths):
                    put(kept / path, copy / path)
                return True
        return False

    def save(self, key, paths, copy):
        kept = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        for path in filter(lambda path: (copy / path).exists(), paths):
            put(copy / path, kept / path)
        self.caches.append((key, kept))


def put(source, destination):
    destination.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, destination, dirs_exist_ok=True)
    else:
        shutil.copy2(source, destination)


def bash(script, folder, variables):
    """The code and what was said."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


# GitHub


class Expression(dict):
    """`a.b.c` of an expression of GitHub; what is not there is empty at any depth, as there."""

    def __getattr__(self, name):
        value = self.get(name, Expression())
        return Expression(value) if isinstance(value, dict) else value

    def __str__(self):
        return ""


def evaluate(text, context):
    inside = text.removeprefix("${{").removesuffix("}}").strip()
    inside = inside.replace("&&", " and ").replace("||", " or ")
    inside = re.sub(r"(?<=[a-z])-(?=[a-z])", "_", inside)
    functions = {
        "always": lambda: True,
        "format": lambda text, *values: text.format(*values),
        "hashFiles": lambda pattern: "x" if list(context["copy"].glob(pattern.removeprefix("./"))) else "",
    }
    names = {name: Expression(value) for name, value in context.items() if isinstance(value, dict)}
    return eval(inside, {"__builtins__": {}} | functions, names)


def fill(text, context):
    return re.sub(r"\$\{\{(.+?)\}\}", lambda found: str(evaluate(found[1].strip(), context)), str(text))


class GitHub(Forge):
    runs = 0

    def job(self, name, event, branch="main", needs=None, variables=None):
        """Runs a job of the workflow: its outputs, what it said, the summary, whether it succeeded."""
        GitHub.runs += 1
        workflow = yaml.safe_load((ROOT / "recipes/github/limpide.yml").read_text(encoding="utf-8"))
        job = workflow["jobs"][name]
        copy = self.clone(name)
        git(copy, "checkout", "--quiet", branch)
        temporary = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        github = {
            "event_name": event, "ref": "refs/heads/main", "repository": "mairie/site", "token": "jeton",
            "run_id": f"{GitHub.runs:06}", "run_attempt": 1, "server_url": "https://github.example",
        }  # fmt: skip
        vars = {"LIMPIDE_URL": RELEASES.as_uri(), "LIMPIDE_SHA256": ""} | (variables or {})
        context = {"github": github, "vars": vars, "runner": {"temp": str(temporary)}, "steps": {}, "copy": copy}
        context["env"] = {key: fill(value, context) for key, value in workflow["env"].items()}
        context["needs"] = {job["needs"]: {"outputs": needs}} if needs else {}
        files = {key: temporary / key for key in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.touch()
        (temporary / "bin").mkdir()
        shutil.copy2(ROOT / "tests/recipes/gh", temporary / "bin/gh")
        said, success = "", evaluate(job["if"], context)
        if not success:
            return {}, "", "", None
        for step in job["steps"]:
            condition = str(step.get("if", ""))
            if not success and "always()" not in condition:
                continue
            if condition and not evaluate(condition, context):
                continue
            inputs = {key: fill(value, context) for key, value in step.get("with", {}).items()}
            paths = [path.strip() for path in inputs.get("path", "").splitlines()]
            action = step.get("uses", "").partition("@")[0]
            if "run" in step:
                found = [line for line in files["GITHUB_PATH"].read_text().splitlines()]
                path = os.pathsep.join([*found, str(temporary / "bin"), os.environ["PATH"]])
                given = {key: fill(value, context) for key, value in step.get("env", {}).items()}
                own = {key: str(value) for key, value in files.items()} | {
                    "RUNNER_TEMP": str(temporary), "GITHUB_EVENT_NAME": event, "PATH": path,
                    "GITHUB_BASE_REF": "main" if event == "pull_request" else "", "GH_LOG": str(self.folder / "gh.log"),
                }  # fmt: skip
                files["GITHUB_OUTPUT"].write_text("")
                code, text = bash(fill(step["run"], context), copy, context["env"] | given | own)
                said += text
                success = success and code == 0
                lines = files["GITHUB_OUTPUT"].read_text().splitlines()
                context["steps"][step.get("id", "")] = {"outputs": dict(line.split("=", 1) for line in lines)}
            elif action == "actions/cache/restore":
                self.restore(inputs["restore-keys"].strip(), paths, copy)
            elif action == "actions/cache/save":
                self.save(inputs["key"], paths, copy)
            elif action == "actions/upload-artifact":
                hold(all((copy / path).exists() for path in paths), f"{name}: {paths} are there to be kept")
                self.artifacts[inputs["name"]] = [pathlib.Path(shutil.copy2(copy / path, self.folder)) for path in paths]
            elif action == "actions/download-artifact":
                for path in self.artifacts[inputs["name"]]:
                    shutil.copy2(path, copy)
            elif action == "actions/deploy-pages":
                context["steps"][step["id"]] = {"outputs": {"page_url": "https://mairie.example"}}
            elif action == "github/codeql-action/upload-sarif":
                self.sarif = json.loads(pathlib.Path(inputs["sarif_file"]).read_text(encoding="utf-8"))
            else:
                hold(action == "actions/checkout", f"{name}: {action} is an action that this test knows")
        outputs = {key: fill(value, context) for key, value in job.get("outputs", {}).items()}
        return outputs, said, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), success


    def action(self, inputs, event, branch="main", ref="v0.1.0"):
        """Runs the composite action: the folder it ran in, its code, what it said, the summary."""
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        hold(set(inputs) <= set(action["inputs"]), f"the action has the inputs {sorted(inputs)}")
        given = {name: one["default"] for name, one in action["inputs"].items()} | inputs
        context = {"inputs": {name.replace("-", "_"): value for name, value in given.items()}, "copy": self.folder}
        context["github"] = {"action_ref": ref, "action_repository": "limpide/limpide"}
        copy = self.clone("action")
        git(copy, "checkout", "--quiet", branch)
        temporary = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        files = {key: temporary / key for key in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.touch()
        code, said = 0, ""
        for step in action["runs"]["steps"]:
            if code != 0 or ("if" in step and not evaluate(step["if"], context)):
                continue
            own = {key: str(value) for key, value in files.items()} | {
                "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temporary), "GITHUB_SERVER_URL": "https://forge.invalid",
                "GITHUB_BASE_REF": "main" if event == "pull_request" else "",
                "PATH": os.pathsep.join([*files["GITHUB_PATH"].read_text().splitlines(), os.environ["PATH"]]),
            }  # fmt: skip
            code, text = bash(step["run"], copy, {key: fill(value, context) for key, value in step["env"].items()} | own)
            said += text
        return copy, code, said, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), files["GITHUB_OUTPUT"].read_text()


def by_action(folder):
    forge = GitHub(folder, SITE)
    git(forge.origin, "checkout", "--quiet", "-b", "proposition")
    forge.change({"content/nouvelle.md": FAULT}, "Une page")
    git(forge.origin, "checkout", "--quiet", "main")
    url = {"url": RELEASES.as_uri()}

    asked = url | {"sarif": "constats.sarif", "args": "--lang\nfr\n"}
    copy, code, said, summary, outputs = forge.action(asked, "pull_request", "proposition")
    hold(code == 1 and outputs == "code=1\n", f"the action: a proposal with a fault fails\n{said}")
    hold("::error file=content/nouvelle.md" in said and "ancienne" not in said, "the action: only what is new\n{said}")
    hold("nouvelle.md" in summary and "ancienne" not in summary, "the action: the summary tells what is new")
    results = json.loads((copy / "constats.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    hold("ancienne.md" in json.dumps(results), "the action: SARIF has all")

    _, code, said, _, _ = forge.action(url | {"version": "0.1.0"}, "pull_request", ref="v0")
    hold(code == 0, f"the action: a proposal without a fault succeeds\n{said}")
    _, code, _, summary, _ = forge.action(url | {"summary": "false", "fail-on": "info"}, "push")
    hold(code == 1 and summary == "", "the action: no summary when it is not wanted")
    _, code, said, _, _ = forge.action(url | {"baseline": "absente.json"}, "push")
    hold(code == 2 and "absente.json" in said, f"the action: a bad use is told\n{said}")
    _, code, said, _, outputs = forge.action(url | {"install-only": "true"}, "push")
    hold(code == 0 and outputs == "" and "limpide 0.1.0" in said, "the action: installs and no more")
    _, code, said, _, _ = forge.action(url, "push", ref="v0")
    hold(code == 2 and "version" in said, "the action: a version that is not whole is refused")
    _, code, said, _, _ = forge.action(url | {"sha256": "0" * 64}, "push")
    hold(code == 1 and "attendue" in said, f"the action: an archive of another checksum is refused\n{said}")


def on_github(folder):
    forge = GitHub(folder, SITE)
    git(forge.origin, "checkout", "--quiet", "-b", "proposition")
    forge.change({"content/nouvelle.md": FAULT}, "Une page")
    git(forge.origin, "checkout", "--quiet", "main")

    _, said, summary, success = forge.job("verifier", "pull_request", "proposition")
    hold(success is False, "GitHub: a proposal with a fault fails")
    hold("::error file=content/nouvelle.md,line=5" in said, f"GitHub: an annotation under the line\n{said}")
    hold("ancienne.md" not in said + summary, "GitHub: what was there before is not told")
    hold("`content/nouvelle.md:5`" in summary, "GitHub: the summary tells the fault")
    hold(forge.job("verifier", "push")[3] is None, "GitHub: a change of the main branch is no proposal")
    _, said, _, success = forge.job("signaler", "push", variables={"LIMPIDE_SARIF": "oui"})
    hold(success and forge.sarif["runs"][0]["results"], f"GitHub: findings are sent to code scanning\n{said}")

    wrong = {"LIMPIDE_SHA256": "0" * 64}
    _, said, _, success = forge.job("construire", "push", variables=wrong)
    hold(success is False and "FAILED" in said, "GitHub: an archive of another checksum is refused")
    _, said, _, success = forge.job("construire", "push", variables={"LIMPIDE_URL": ""})
    hold(success is False and "LIMPIDE_URL" in said, "GitHub: a missing address is told")

    _, said, _, success = forge.job("construire", "push")
    hold(success is False and "jamais-ecrite.md" in said, "GitHub: an error is not published")
    forge.change({"content/ancienne.md": "---\ntitle: Ancienne\n---\n\nUn texte.\n"}, "Corrige")

    outputs, said, _, success = forge.job("construire", "push")
    hold(success and outputs["change"] == "oui", f"GitHub: a change is published\n{said}")
    artifact = subprocess.run(["tar", "-tf", forge.artifacts["github-pages"][0]], capture_output=True, text=True)
    hold("./horaires/index.html" in artifact.stdout.splitlines(), "GitHub: the archive of Pages holds the pages")
    hold(forge.job("construire", "schedule")[0]["change"] == "oui", "GitHub: built is not yet published")
    hold(forge.job("publier", "push", needs=outputs)[3], "GitHub: the site is published")
    outputs, _, summary, success = forge.job("construire", "schedule")
    hold(success and outputs["change"] == "non", "GitHub: a night without a change publishes nothing")
    hold("Rien n’a changé" in summary, "GitHub: and says so")
    hold(forge.job("publier", "schedule", needs=outputs)[3] is None, "GitHub: then there is nothing to publish")
    hold(forge.job("construire", "push")[0]["change"] == "oui", "GitHub: what is asked for by day is published")

    log = folder / "gh.log"
    for night, wanted in (("first", "issue create"), ("second", "issue edit 7")):
        _, said, summary, success = forge.job("entretenir", "schedule")
        hold(success, f"GitHub: the {night} night ends well\n{said}")
        hold("- `content/horaires.md`" in summary, "GitHub: the page to verify again is told")
        hold(wanted in log.read_text(), f"GitHub: the {night} night asks « {wanted} »\n{log.read_text()}")
    hold(any(key.startswith("limpide-liens-") for key, _ in forge.caches), "GitHub: the memory of links is kept")
    forge.change({"content/horaires.md": "---\ntitle: Horaires\n---\n\nLa mairie ouvre.\n"}, "Vérifie")
    hold(forge.job("entretenir", "schedule")[3], "GitHub: a night with nothing to do ends well")
    hold("issue close 7" in log.read_text(), "GitHub: nothing to do closes the ticket")


# GitLab


class Tickets(http.server.BaseHTTPRequestHandler):
    """The part of GitLab's API that the recipe speaks to."""

    open, asked = False, []

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        fields = dict(urllib.parse.parse_qsl(body))
        Tickets.asked.append((self.command, self.path, fields))
        if self.command == "POST":
            Tickets.open = True
        if fields.get("state_event") == "close":
            Tickets.open = False
        authorized = self.headers.get("PRIVATE-TOKEN") == "jeton"
        found = [{"id": 9, "iid": 4, "labels": ["limpide"], "milestone": {"id": 1, "iid": 2}}] if Tickets.open else []
        text = json.dumps(found if self.command == "GET" else {}, separators=(",", ":")).encode()
        self.send_response(200 if authorized else 401)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


class GitLab(Forge):
    def __init__(self, folder, files, api):
        super().__init__(folder, files)
        self.api = api

    def job(self, name, source, branch="main", variables=None):
        """Runs a job: the folder it ran in, its code, what it said."""
        text = (ROOT / "recipes/gitlab/.gitlab-ci.yml").read_text(encoding="utf-8")
        recipe = yaml.safe_load(text)
        job = recipe[recipe[name]["extends"]] | recipe[name]
        copy = self.clone(name)
        git(copy, "checkout", "--quiet", branch)
        given = {
            "CI_PROJECT_DIR": str(copy), "CI_PIPELINE_SOURCE": source, "CI_PROJECT_ID": "12", "CI_API_V4_URL": self.api,
            "LIMPIDE_URL": RELEASES.as_uri(),
        }  # fmt: skip
        if source == "merge_request_event":
            given["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = git(copy, "merge-base", "HEAD", "origin/main")
        given |= recipe["variables"] | (variables or {})
        caches = job["cache"] if isinstance(job["cache"], list) else [job["cache"]]
        caches = [(one, [path.replace("$LIMPIDE_SITE", given["LIMPIDE_SITE"]) for path in one["paths"]]) for one in caches]
        for one, paths in caches:
            self.restore(one["key"], paths, copy)
        # The shell of a job runs both lists of commands, one after the other, from the same folder.
        script = "\n".join([*job["before_script"], *job["script"]])
        script = script.replace("/tmp/limpide", str(self.folder / "programme"))
        code, said = bash(script, copy, given)
        for one, paths in caches:
            if one.get("policy") != "pull" and (code == 0 or one.get("when") == "always"):
                self.save(one["key"], paths, copy)
        return copy, code, said


def on_gitlab(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tickets)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    forge = GitLab(folder, SITE, f"http://127.0.0.1:{server.server_port}/api/v4")
    git(forge.origin, "checkout", "--quiet", "-b", "proposition")
    forge.change({"content/nouvelle.md": FAULT}, "Une page")
    git(forge.origin, "checkout", "--quiet", "main")

    copy, code, said = forge.job("verifier", "merge_request_event", "proposition")
    hold(code == 1 and "nouvelle.md" in said, f"GitLab: a proposal with a fault fails\n{said}")
    hold("jamais-ecrite.md" not in said, f"GitLab: what was there before is not told\n{said}")
    quality = json.loads((copy / "limpide-qualite.json").read_text(encoding="utf-8"))
    told = {finding["location"]["path"] for finding in quality}
    hold({"content/nouvelle.md", "content/ancienne.md"} <= told, "GitLab: the quality report has all, to be compared")
    # What GitLab asks of a report of Code Quality.
    severities = {"info", "minor", "major", "critical", "blocker"}
    for finding in quality:
        texts = [finding[key] for key in ("description", "check_name", "fingerprint")]
        hold(all(isinstance(text, str) and text for text in texts), f"GitLab: {finding} has its texts")
        hold(finding["severity"] in severities, f"GitLab: {finding['severity']} is a severity")
        hold(not finding["location"]["path"].startswith(("/", "./")), "GitLab: a path starts from the repository")
        hold(finding["location"]["lines"]["begin"] >= 1, "GitLab: a line")
    hold(len({finding["fingerprint"] for finding in quality}) == len(quality), "GitLab: fingerprints are unique")
    hold("<testsuites" in (copy / "limpide-junit.xml").read_text(encoding="utf-8"), "GitLab: the JUnit report is there")
    _, code, said = forge.job("verifier", "merge_request_event", "main")
    hold(code == 0, f"GitLab: a proposal without a fault succeeds\n{said}")
    _, code, said = forge.job("verifier", "push", variables={"LIMPIDE_SHA256": "0" * 64})
    hold(code == 1 and "FAILED" in said, "GitLab: an archive of another checksum is refused")

    _, code, said = forge.job("pages", "push")
    hold(code == 1 and "jamais-ecrite.md" in said, "GitLab: an error is not published")
    forge.change({"content/ancienne.md": "---\ntitle: Ancienne\n---\n\nUn texte.\n"}, "Corrige")
    copy, code, said = forge.job("pages", "schedule")
    hold(code == 0 and (copy / "public/horaires/index.html").is_file(), f"GitLab: a change is published\n{said}")
    _, code, said = forge.job("pages", "schedule")
    hold(code == 3 and "Rien n’a changé" in said, "GitLab: a night without a change publishes nothing")
    hold(forge.job("pages", "push")[1] == 0, "GitLab: what is asked for by day is published")

    copy, code, said = forge.job("entretenir", "schedule")
    hold(code == 0 and not Tickets.asked, f"GitLab: without a token, a report and no ticket\n{said}")
    hold("- `content/horaires.md`" in (copy / "entretien.md").read_text(encoding="utf-8"), "GitLab: what is late is told")
    for method, path in (("POST", "/issues"), ("PUT", "/issues/4")):
        _, code, said = forge.job("entretenir", "schedule", variables={"LIMPIDE_JETON": "jeton"})
        asked = Tickets.asked[-1]
        hold(code == 0 and asked[0] == method and asked[1].endswith(path), f"GitLab: {method} {path}\n{said}{asked}")
        hold("content/horaires.md" in asked[2]["description"], "GitLab: the ticket tells what is late")
    forge.change({"content/horaires.md": "---\ntitle: Horaires\n---\n\nLa mairie ouvre.\n"}, "Vérifie")
    _, code, said = forge.job("entretenir", "schedule", variables={"LIMPIDE_JETON": "jeton"})
    hold(code == 0 and Tickets.asked[-1][2] == {"state_event": "close"}, f"GitLab: nothing to do closes the ticket\n{said}")
    _, code, _ = forge.job("entretenir", "schedule", variables={"LIMPIDE_JETON": "mauvais"})
    hold(code not in (0, 1, 3), "GitLab: a refused token is a failure")
    server.shutdown()


with tempfile.TemporaryDirectory() as temporary:
    for name, run in (("action", by_action), ("github", on_github), ("gitlab", on_gitlab)):
        folder = pathlib.Path(temporary) / name
        folder.mkdir()
        run(folder)
print(f"{passed} passed, 0 failed")
