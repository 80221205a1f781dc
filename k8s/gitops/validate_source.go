package gitops

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

const (
	needURL       = "https://HOST/PATH or ssh://git@HOST/PATH, without a password, a query or a fragment"
	needKey       = "a private key in PEM, without a passphrase"
	needToken     = "a token that is not empty"
	needUsername  = "a name that is not empty and has no colon"
	needKnownHost = "lines of known_hosts: a host, a kind of key such as ssh-ed25519, and the key"
)

var (
	branchForm = regexp.MustCompile(`^[^\s~^:?*\[\\/.-][^\s~^:?*\[\\]*$`)
	rangeForm  = regexp.MustCompile(`^[0-9A-Za-z.<>=!~^*, |+-]*[0-9xX*][0-9A-Za-z.<>=!~^*, |+-]*$`)
	commitForm = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	privateKey = regexp.MustCompile(`^\s*-----BEGIN ([A-Z0-9]+ )?PRIVATE KEY-----\s[\s\S]+-----END ([A-Z0-9]+ )?PRIVATE KEY-----\s*$`)
	username   = regexp.MustCompile(`^[^:\s]+$`)
	knownHost  = regexp.MustCompile(`^(@cert-authority )?(\S+) (ssh-[a-z0-9-]+|ecdsa-[a-z0-9-]+|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]+=*( .*)?$`)
)

const (
	schemeHTTPS = "https"
	schemeSSH   = "ssh"
)

// ownCredentials says whether the component makes the Secret with the credentials.
func (s Source) ownCredentials() bool {
	return component.Given(s.Token) || component.Given(s.DeployKey)
}

func (s Source) check(p *component.Problems) {
	if p.Require("Source.URL", needURL, s.URL) {
		if address := s.address(p); address != nil {
			s.checkCredentials(p, address)
		}
	}
	s.checkReference(p)
	p.BetweenTimes("Source.Interval", s.Interval, 30*time.Second, 24*time.Hour)
	p.BetweenTimes("Source.Timeout", s.Timeout, 10*time.Second, 10*time.Minute)
	checkSecretName(p, "Source.CredentialsSecret", s.CredentialsSecret)
	checkSecretName(p, "Source.VerificationSecret", s.VerificationSecret)
}

// address reads the URL. What is wrong is recorded without the URL where it may hold a password.
func (s Source) address(p *component.Problems) *url.URL {
	const field = "Source.URL"
	address, err := url.Parse(s.URL)
	if strings.Contains(s.URL, "@") && (err != nil || address.User == nil || address.Scheme != schemeSSH) {
		got := "another form with an @ in it"
		if err == nil && address.Scheme == schemeHTTPS {
			got = "one with credentials in it, which belong in Token"
		}
		p.Addf(field, needURL, "%s", got)
		return nil
	}
	switch {
	case err != nil, address.Scheme != schemeHTTPS && address.Scheme != schemeSSH, address.Hostname() == "",
		strings.Trim(address.Path, "/") == "", address.RawQuery != "", address.Fragment != "", address.ForceQuery, strings.ContainsAny(s.URL, " \t\r\n"):
		p.Add(field, needURL, s.URL)
		return nil
	}
	if _, password := address.User.Password(); password {
		p.Addf(field, needURL, "one with a password in it")
		return nil
	}
	return address
}

func (s Source) checkCredentials(p *component.Problems, address *url.URL) {
	ways := 0
	for _, given := range []bool{component.Given(s.CredentialsSecret), component.Given(s.Token), component.Given(s.DeployKey)} {
		if given {
			ways++
		}
	}
	switch {
	case ways > 1:
		p.Addf("Source.CredentialsSecret", "one of CredentialsSecret, Token and DeployKey at most", "%d", ways)
	case ways == 0 && address.Scheme == schemeSSH:
		p.Addf("Source.DeployKey", "a key for ssh, here or in CredentialsSecret", "nothing")
	}
	if component.Given(s.Token) && address.Scheme != schemeHTTPS {
		p.Addf("Source.Token", "a URL with https", "%s", address.Scheme)
	}
	if component.Given(s.DeployKey) && address.Scheme != schemeSSH {
		p.Addf("Source.DeployKey", "a URL with ssh", "%s", address.Scheme)
	}
	if component.Given(s.Username) && !component.Given(s.Token) {
		p.Addf("Source.Username", "Token beside it", "it alone")
	}
	p.MatchInput("Source.Username", needUsername, s.Username, username)
	checkHidden(p, "Source.Token", needToken, s.Token, isToken)
	checkHidden(p, "Source.DeployKey", needKey, s.DeployKey, privateKey.MatchString)
	s.checkKnownHosts(p, address)
}

func isToken(text string) bool { return strings.TrimSpace(text) != "" }

// checkHidden checks a credential whose value is known now, and does not show it.
func checkHidden(p *component.Problems, field, need string, in pulumi.StringInput, ok func(string) bool) {
	value, _ := component.Known(in)
	if text, isText := value.(string); isText && !ok(text) {
		p.Addf(field, need, "another text of %d characters", len(text))
	}
}

func (s Source) checkKnownHosts(p *component.Problems, address *url.URL) {
	const field = "Source.KnownHosts"
	switch {
	case !component.Given(s.DeployKey) && len(s.KnownHosts) > 0:
		p.Addf(field, "DeployKey beside it; a Secret of your own has them under known_hosts", "them alone")
	case component.Given(s.DeployKey) && len(s.KnownHosts) == 0:
		p.Addf(field, needKnownHost, "nothing")
	}
	found := len(s.KnownHosts) == 0
	for i, line := range s.KnownHosts {
		parts := knownHost.FindStringSubmatch(line)
		if parts == nil {
			p.Add(field+"["+strconv.Itoa(i)+"]", needKnownHost, line)
			return
		}
		found = found || names(parts[2], address)
	}
	if !found {
		p.Addf(field, "a line for "+address.Host, "%s", "none")
	}
}

// names says whether the hosts of a line may be the address; hashed hosts and patterns cannot be told.
func names(hosts string, address *url.URL) bool {
	if strings.ContainsAny(hosts, "|*?") {
		return true
	}
	want := address.Hostname()
	if port := address.Port(); port != "" && port != "22" {
		want = "[" + want + "]:" + port
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if strings.EqualFold(host, want) {
			return true
		}
	}
	return false
}

func (s Source) checkReference(p *component.Problems) {
	given := 0
	for _, each := range []struct {
		field, need, value string
		form               *regexp.Regexp
	}{
		{"Source.Branch", "the name of a branch such as main, without refs/heads", s.Branch, branchForm},
		{"Source.Tag", "the name of a tag such as v1.2.3, without refs/tags", s.Tag, branchForm},
		{"Source.SemVer", "a range of versions such as >=1.2.0 <2.0.0", s.SemVer, rangeForm},
		{"Source.Commit", "the full id of a commit, 40 or 64 hexadecimal digits", s.Commit, commitForm},
	} {
		if each.value == "" {
			continue
		}
		given++
		if p.Match(each.field, each.need, each.value, each.form) && strings.HasPrefix(each.value, "refs/") {
			p.Add(each.field, each.need, each.value)
		}
	}
	if given != 1 {
		p.Addf("Source.Branch", "exactly one of Branch, Tag, SemVer and Commit", "%d", given)
	}
}
