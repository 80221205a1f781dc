package plan

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
)

const (
	// foundSnapshots is the repository that every hosted deployment of Elastic Cloud brings along.
	foundSnapshots = "found-snapshots"
	// shortestSchedule is slm.minimum_interval.
	shortestSchedule = 15 * time.Minute
)

var (
	cronField        = regexp.MustCompile(`(?i)^[0-9a-z*?/,#-]+$`)
	snapshotNameForm = regexp.MustCompile(`^(<[a-z0-9][a-z0-9._-]*(\{now[^{}<>,]*(\{[^{}<>,]*\})?\}[a-z0-9._-]*)*>|[a-z0-9][a-z0-9._-]*)$`)
)

// SnapshotLifecycle is a policy of snapshot lifecycle management, the body of PUT _slm/policy/<name>: snapshots by the clock, and
// the deletion of old ones. A change applies from the next snapshot on.
type SnapshotLifecycle struct {
	// Name is part of the path. Required.
	Name string

	// Schedule in UTC, as Elasticsearch's cron, which begins with seconds: "0 30 1 * * ?" is 01:30 each day. From 8.16 on also an
	// interval such as "1h". 15 minutes or more apart. Required.
	Schedule string

	// SnapshotName of each snapshot; a unique ending is added. Default "<name-{now/d}>", with the day.
	SnapshotName string

	// Repository that the snapshots go to. Required. It should be in another account and region than the deployment.
	Repository string

	// AllowFoundSnapshots lets Repository be found-snapshots, where Elastic Cloud makes snapshots of its own every 30 minutes.
	// It can be read in the same region only, and goes with the deployment: snapshots there are no backup.
	AllowFoundSnapshots bool

	// Indices and data streams, or patterns. Default: all.
	Indices []string

	// DisableGlobalState leaves out templates, policies, pipelines and the state of features such as security.
	DisableGlobalState bool

	// AllowPartial makes a snapshot also when some shards cannot be read. Default: it fails, and says so.
	AllowPartial bool

	// Retention says which snapshots are deleted. Required.
	Retention SnapshotRetention

	// Meta is attached to each snapshot and read by nobody but people.
	Meta map[string]any
}

// SnapshotRetention says which snapshots of a [SnapshotLifecycle] are deleted.
type SnapshotRetention struct {
	// ExpireAfter is the age at which a snapshot is deleted. Required.
	ExpireAfter Duration `json:"expire_after"`

	// MinCount snapshots stay however old they are. Default: none, so that snapshots can run out when no new ones succeed.
	MinCount int `json:"min_count,omitempty"`

	// MaxCount snapshots are kept at most. Default: no limit. A repository works up to some hundreds.
	MaxCount int `json:"max_count,omitempty"`
}

type snapshotBody struct {
	Schedule   string            `json:"schedule"`
	Name       string            `json:"name"`
	Repository string            `json:"repository"`
	Config     snapshotConfig    `json:"config"`
	Retention  SnapshotRetention `json:"retention"`
}

type snapshotConfig struct {
	Indices            []string       `json:"indices,omitempty"`
	IncludeGlobalState bool           `json:"include_global_state"`
	Partial            bool           `json:"partial"`
	Metadata           map[string]any `json:"metadata,omitempty"`
}

// JSON is the body of the request, or component.FieldErrors.
func (s SnapshotLifecycle) JSON() ([]byte, error) {
	s = s.withDefaults()
	if err := s.Validate(); err != nil {
		return nil, err
	}
	return render(snapshotBody{
		Schedule: s.Schedule, Name: s.SnapshotName, Repository: s.Repository, Retention: s.Retention,
		Config: snapshotConfig{Indices: s.Indices, IncludeGlobalState: !s.DisableGlobalState, Partial: s.AllowPartial, Metadata: s.Meta},
	})
}

func (s SnapshotLifecycle) withDefaults() SnapshotLifecycle {
	setDefault(&s.SnapshotName, "<"+s.Name+"-{now/d}>")
	return s
}

// Validate says what is wrong with the policy.
func (s SnapshotLifecycle) Validate() error {
	s = s.withDefaults()
	p := component.NewProblems(block, "SnapshotLifecycle")
	checkName(p, "Name", s.Name)
	s.checkSchedule(p)
	if nameForm.MatchString(s.Name) {
		p.Match("SnapshotName", "lower-case letters, digits, dots, hyphens and underscores, and a date such as {now/d} when all is within < and >",
			s.SnapshotName, snapshotNameForm)
	}
	p.Match("Repository", needRepository, s.Repository, repositoryForm)
	if s.Repository == foundSnapshots && !s.AllowFoundSnapshots {
		p.Add("Repository", "a repository of your own: found-snapshots goes with the deployment and is read in its region only", s.Repository)
	}
	for i, target := range s.Indices {
		if target != "*" {
			checkTarget(p, fmt.Sprintf("Indices[%d]", i), strings.TrimPrefix(target, "-"))
		}
	}
	r := s.Retention
	if length, ok := r.ExpireAfter.nanos(); !ok || length == 0 {
		p.Add("Retention.ExpireAfter", "the age at which a snapshot is deleted, "+needDuration, string(r.ExpireAfter))
	}
	if r.MinCount < 0 || r.MaxCount < 0 || r.MaxCount != 0 && r.MinCount > r.MaxCount {
		p.Addf("Retention.MaxCount", "MinCount or more", "%d with a MinCount of %d", r.MaxCount, r.MinCount)
	}
	return p.Err()
}

// checkSchedule knows the form of cron expressions (Watcher's and SLM's "Cron expressions"), not all of their rules.
func (s SnapshotLifecycle) checkSchedule(p *component.Problems) {
	const need = `seconds, minutes, hours, day of month, month and day of week, with ? for one of the days, such as "0 30 1 * * ?"`
	if length, ok := Duration(s.Schedule).nanos(); ok {
		if length < float64(shortestSchedule) {
			p.Add("Schedule", "15 minutes or more", s.Schedule)
		}
		return
	}
	fields := strings.Fields(s.Schedule)
	wrong := len(fields) < 6 || len(fields) > 7
	for _, field := range fields {
		wrong = wrong || !cronField.MatchString(field)
	}
	if wrong || (fields[3] == "?") == (fields[5] == "?") {
		p.Add("Schedule", need, s.Schedule)
	}
}
