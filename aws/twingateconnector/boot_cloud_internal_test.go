package twingateconnector

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	bootAccessToken  = "eyJhbGciOiJFUzI1NiJ9.access-token.of_connector"
	bootRefreshToken = "refresh-token_0123456789"
	bootSecretARN    = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:access-connector-1-secret-1a2b3c4-AbCdEf"
	bootSecretKey    = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	bootSession      = "session-token-of-the-role"
)

// cloud plays the metadata service, Secrets Manager and Auto Scaling.
type cloud struct {
	server *httptest.Server

	mu       sync.Mutex
	problems []string     // what a service would have refused and the script could have tried again
	refusals int          // how often Secrets Manager says no at first
	root     string       // the root disk
	secret   string       // the secret's text
	read     []string     // what was asked of Secrets Manager
	reported []url.Values // what was asked of Auto Scaling
}

func newCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{root: "/dev/sda1", secret: fmt.Sprintf(`{"accessToken":%q,"refreshToken":%q}`, bootAccessToken, bootRefreshToken)}
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /imds/latest/api/token", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Aws-Ec2-Metadata-Token-Ttl-Seconds") == "" {
			http.Error(w, "no lifetime", http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, "metadata-token")
	})
	mux.HandleFunc("GET /imds/latest/meta-data/{path...}", c.metadata)
	mux.HandleFunc("POST /{$}", c.service)
	c.server = httptest.NewServer(mux)
	t.Cleanup(c.server.Close)
	return c
}

func (c *cloud) metadata(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Header.Get("X-Aws-Ec2-Metadata-Token") != "metadata-token" {
		http.Error(w, "version 2 alone", http.StatusUnauthorized)
		return
	}
	answers := map[string]string{
		"instance-id": "i-0a1b2c3d4e5f60718", "block-device-mapping/root": c.root, "iam/security-credentials/": "the-role",
		"iam/security-credentials/the-role": fmt.Sprintf(
			`{"Code":"Success","AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":%q,"Token":%q}`, bootSecretKey, bootSession),
	}
	answer, ok := answers[r.PathValue("path")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = io.WriteString(w, answer)
}

// service answers calls that are signed by the role, as either service.
func (c *cloud) service(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	service := "autoscaling"
	if r.Header.Get("X-Amz-Target") != "" {
		service = "secretsmanager"
	}
	if want := signed(r, body, "AKIDEXAMPLE", bootSecretKey, "eu-west-1", service); r.Header.Get("Authorization") != want || r.Header.Get("X-Amz-Security-Token") != bootSession {
		c.problems = append(c.problems, "signature: want "+want+", got "+r.Header.Get("Authorization"))
		http.Error(w, "InvalidSignatureException", http.StatusForbidden)
		return
	}
	if service == "autoscaling" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			c.problems = append(c.problems, err.Error())
		}
		c.reported = append(c.reported, form)
		return
	}
	if r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
		c.problems = append(c.problems, "no call of GetSecretValue")
	}
	c.read = append(c.read, string(body))
	if len(c.read) <= c.refusals {
		http.Error(w, `{"__type":"AccessDeniedException"}`, http.StatusBadRequest)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"SecretString": c.secret})
}

// signed is the Authorization header that the request must have (AWS Signature Version 4), by the headers that it names itself.
func signed(r *http.Request, body []byte, id, secret, region, service string) string {
	_, names, _ := strings.Cut(r.Header.Get("Authorization"), "SignedHeaders=")
	names, _, _ = strings.Cut(names, ",")
	for _, each := range []string{"host", "x-amz-date"} {
		if !slices.Contains(strings.Split(names, ";"), each) {
			return "one that signs " + each
		}
	}
	lines := ""
	for name := range strings.SplitSeq(names, ";") {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		lines += name + ":" + strings.TrimSpace(value) + "\n"
	}
	digest := func(text []byte) string {
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	}
	moment := r.Header.Get("X-Amz-Date")
	scope := strings.Join([]string{moment[:8], region, service, "aws4_request"}, "/")
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, lines, names, digest(body)}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range append(strings.Split(scope, "/"), "AWS4-HMAC-SHA256\n"+moment+"\n"+scope+"\n"+digest([]byte(canonical))) {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s", id, scope, names, hex.EncodeToString(key))
}
