#!/usr/bin/env python3
"""Starts a Twingate connector with its pair of tokens, and tells the Auto Scaling group of the machine how that went.

cloud-init runs this once on each new machine, with Python's standard library alone. Neither it nor its settings hold a secret, and it prints none.
"""
import datetime
import hashlib
import hmac
import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

SETTINGS = json.loads(r"""@SETTINGS@""")
SERVICE = "twingate-connector"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = {"until": time.monotonic() + SETTINGS["seconds"]}
METADATA_SERVICE = "169.254.169.254/32 fd00:ec2::254/128"


class Unfit(Exception):
    """What no repetition mends."""


def say(text):
    print(SERVICE + ": " + text, flush=True)


def patiently(what, attempt):
    """Repeats an attempt until the time is up: rights, routes and secrets may come a little after the machine."""
    while True:
        try:
            return attempt()
        except Unfit:
            raise
        except Exception as problem:
            if time.monotonic() + SETTINGS["pause"] > PATIENCE["until"]:
                raise Unfit("%s: %s" % (what, problem)) from None
            say("%s: %s; trying again" % (what, problem))
        time.sleep(SETTINGS["pause"])


def request(method, url, headers, body=None):
    try:
        with OPENER.open(urllib.request.Request(url, body, headers, method=method), timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        raise RuntimeError("%d %s" % (refused.code, refused.read(500).decode(errors="replace"))) from None


def metadata(path):
    """Asks the metadata service, version 2."""
    token = request("PUT", SETTINGS["metadata"] + "/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "60"})
    return request("GET", SETTINGS["metadata"] + "/latest/meta-data/" + path, {"X-aws-ec2-metadata-token": token})


def role_credentials():
    role = metadata("iam/security-credentials/").split()[0]
    return json.loads(metadata("iam/security-credentials/" + role))


def signature(credentials, service, region, headers, body):
    """Is the Authorization header of a POST to / (AWS Signature Version 4)."""
    def keyed(key, text):
        return hmac.new(key, text.encode(), hashlib.sha256).digest()

    names = ";".join(sorted(headers))
    lines = "".join("%s:%s\n" % (name, headers[name]) for name in sorted(headers))
    canonical = "\n".join(["POST", "/", "", lines, names, hashlib.sha256(body).hexdigest()])
    moment = headers["x-amz-date"]
    scope = "/".join([moment[:8], region, service, "aws4_request"])
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + credentials["SecretAccessKey"]).encode()
    for part in scope.split("/"):
        key = keyed(key, part)
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
        credentials["AccessKeyId"], scope, names, keyed(key, text).hex())


def call(service, body, headers):
    """Calls a service of AWS with the machine's role."""
    credentials, url = role_credentials(), SETTINGS["endpoints"][service]
    headers = dict(headers)
    headers["host"] = urllib.parse.urlsplit(url).netloc
    headers["x-amz-date"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers["x-amz-security-token"] = credentials["Token"]
    headers["authorization"] = signature(credentials, service, SETTINGS["region"], headers, body)
    return request("POST", url + "/", headers, body)


def tokens():
    """Reads exactly the version of the secret that this machine was made for: a newer one belongs to the machine that comes next."""
    body = json.dumps({"SecretId": SETTINGS["secret"], "VersionId": SETTINGS["version"]}).encode()
    answer = call("secretsmanager", body, {
        "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue"})
    held = json.loads(json.loads(answer)["SecretString"])
    for name, key in SETTINGS["tokens"].items():
        value = held.get(key, "")
        if not value or not all("!" <= letter <= "~" and letter not in "\"'\\#" for letter in value):
            raise Unfit("the secret holds no fit " + key)
    return {name: held[key] for name, key in SETTINGS["tokens"].items()}


def write(path, text, mode):
    os.makedirs(os.path.dirname(path), mode=0o700 if mode == 0o600 else 0o755, exist_ok=True)
    if os.path.exists(path):
        os.remove(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)


def configure():
    values = dict(SETTINGS["environment"])
    values.update(patiently("reading the tokens", tokens))
    lines = ['%s="%s"\n' % item if " " in item[1] else "%s=%s\n" % item for item in sorted(values.items())]
    write(SETTINGS["configuration"], "".join(lines), 0o600)


def update_commands():
    """Update the connector and nothing else; from Twingate's own packages alone where the image lists them in a file of their own."""
    listed, only = SETTINGS["sources"], []
    if os.path.exists(listed):
        only = ["-o", "Dir::Etc::sourcelist=" + listed, "-o", "Dir::Etc::sourceparts=-", "-o", "APT::Get::List-Cleanup=0"]
    wait = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=60"]
    return [wait + only + ["update"], wait + ["-o", "Dpkg::Options::=--force-confold", "install", "--only-upgrade", SERVICE]]


def add_units():
    """Restarts the connector whenever it ends, and updates it once a week.

    The connector connects wherever a user's resource leads: it must not reach the service that has the machine's role.
    """
    units = SETTINGS["units"]
    write(units + "/" + SERVICE + ".service.d/groundwork.conf",
          "[Unit]\nStartLimitIntervalSec=0\n\n[Service]\nRestart=always\nRestartSec=5\nIPAddressDeny=%s\n" % METADATA_SERVICE, 0o644)
    if SETTINGS["update"]:
        steps = update_commands() + [["systemctl", "restart", SERVICE]]
        write(units + "/" + SERVICE + "-update.service",
              "[Unit]\nDescription=Update of the Twingate connector\n\n[Service]\nType=oneshot\nEnvironment=DEBIAN_FRONTEND=noninteractive\n"
              + "StandardOutput=journal+console\nExecStart=-/usr/bin/env dpkg --force-confold --configure -a\n"
              + "".join("ExecStart=/usr/bin/env %s\n" % " ".join(step) for step in steps), 0o644)
        write(units + "/" + SERVICE + "-update.timer",
              "[Unit]\nDescription=Weekly update of the Twingate connector\n\n[Timer]\nOnCalendar=%s\n\n[Install]\nWantedBy=timers.target\n"
              % SETTINGS["update"], 0o644)


def update():
    """Brings the connector of the image up to date: Twingate refuses old ones. Without that the one of the image is tried.

    A fifth of the time is left for the start. Nothing is begun that would have to be broken off at once.
    """
    until, least = PATIENCE["until"] - SETTINGS["seconds"] / 5, SETTINGS["seconds"] / 7
    for command, most in zip(update_commands(), (120, 300)):
        try:
            limit = min(most, until - time.monotonic())
            if limit < least:
                raise Unfit("there is no time for it")
            environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=True, timeout=limit)
        except (OSError, subprocess.SubprocessError, Unfit) as problem:
            say("the connector is not updated now: %s" % problem)
            return


def healthy():
    answer = subprocess.run([SERVICE + "ctl", "health"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10)
    if answer.returncode != 0 or answer.stdout.strip() != b"OK":
        raise RuntimeError("the connector is not healthy")


def steady():
    """Is healthy several times in a row: one that starts and ends again and again is not."""
    for _ in range(SETTINGS["checks"]):
        healthy()
        time.sleep(SETTINGS["pause"])


def start():
    root = patiently("asking for the root disk", lambda: metadata("block-device-mapping/root")).strip()
    if root != SETTINGS["rootDevice"]:
        raise Unfit("the image's root disk is %s, and %s is what is encrypted: set RootDevice" % (root, SETTINGS["rootDevice"]))
    if SETTINGS["update"]:
        update()
    configure()
    add_units()
    subprocess.run(["systemctl", "daemon-reload"], check=True)
    subprocess.run(["systemctl", "enable", "--now", SERVICE], check=True)
    patiently("waiting for the connector", steady)
    if SETTINGS["update"]:
        subprocess.run(["systemctl", "enable", "--now", SERVICE + "-update.timer"], check=True)


def report(result):
    """Lets the machine into service, or has it replaced."""
    instance = patiently("asking for the instance's id", lambda: metadata("instance-id")).strip()
    body = urllib.parse.urlencode({
        "Action": "CompleteLifecycleAction", "Version": "2011-01-01", "AutoScalingGroupName": SETTINGS["group"],
        "LifecycleHookName": SETTINGS["hook"], "InstanceId": instance, "LifecycleActionResult": result}).encode()
    patiently("reporting " + result, lambda: call("autoscaling", body, {"content-type": "application/x-www-form-urlencoded"}))
    say("reported " + result)


def main():
    result = "CONTINUE"
    try:
        start()
    except Exception as problem:
        say("gave up: %s" % problem)
        result = "ABANDON"
    PATIENCE["until"] = max(PATIENCE["until"], time.monotonic() + SETTINGS["seconds"] / 8)
    report(result)
    return 0 if result == "CONTINUE" else 1


if __name__ == "__main__":
    raise SystemExit(main())
