package plan

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"

	"github.com/groundwork-go/groundwork/component"
)

const defaultExpiration = Duration("365d")

var (
	applicationForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)
	ownerForm       = regexp.MustCompile(`^[A-Za-z0-9_@.-]{1,507}$`)
)

// Key defines the API key of one application, the body of POST _security/api_key. The definition holds no secret; the answer to
// the request does, once.
//
// A key is immutable here: a change of anything but Reason texts is a new Generation, and so another key. Elasticsearch would
// update a key only for the user who owns it, not for an administrator and not through another key, and an update takes a new
// snapshot of that user's privileges with it. So one service user owns all keys, see [OwnerRole], and nothing is updated:
// create the next generation, give it to the application, see that the old one is no longer used, and invalidate it.
type Key struct {
	// Application that has the key, and nobody else. Lower-case letters, digits and hyphens. Required.
	Application string

	// Generation begins at 1 and rises by one with each change and each rotation. Required.
	Generation int

	// Owner is the name of the service user who makes the key. Required. Not elastic: a key can never do more than its owner
	// could when it was made, and that is all there is to hold a mistake in Grants back.
	Owner string

	// Grants are what the key may do. One or more is required: a key without any may do all that its owner may.
	Grants []Grant

	// Expiration of the key, counted from its creation. Default "365d". An application whose key has expired is refused: rotate
	// before.
	Expiration Duration

	// DisableExpiration makes a key that never expires.
	DisableExpiration bool
}

// Name of the key: "<application>-<generation>". Elasticsearch does not keep names apart; the generation does.
func (k Key) Name() string { return fmt.Sprintf("%s-%d", k.Application, k.Generation) }

// Grant is a role descriptor of a [Key]: what the key may do, and on what. [Ingest], [Read] and [Monitor] are the usual ones.
type Grant struct {
	// Name of the role descriptor. Required, and unique in a key.
	Name string

	// Cluster privileges, such as "monitor".
	Cluster []string

	// Indices are privileges on indices and data streams.
	Indices []IndexGrant

	// Reason why a key needs what is far-reaching: administration, all indices, or a privilege that is not known here. Otherwise
	// it is refused. It is kept in the key's metadata.
	Reason string
}

// IndexGrant are privileges on what matches Names.
type IndexGrant struct {
	// Names of data streams, indices or aliases, or patterns. Required.
	Names []string `json:"names"`

	// Privileges, such as "read". Required.
	Privileges []string `json:"privileges"`
}

// Ingest may add documents to one data stream, and make it with the first of them. It can neither change nor read any. Beats and
// Logstash first ask for the version, which takes [Monitor] as well.
func Ingest(dataStream string) Grant {
	return Grant{Name: "ingest", Indices: []IndexGrant{{Names: []string{dataStream}, Privileges: []string{"auto_configure", "create_doc"}}}}
}

// Read may search what matches the pattern, and see mappings and settings.
func Read(pattern string) Grant {
	return Grant{Name: "read", Indices: []IndexGrant{{Names: []string{pattern}, Privileges: []string{"read", "view_index_metadata"}}}}
}

// Monitor may see the health and statistics of the cluster, and no data.
func Monitor() Grant {
	return Grant{Name: "monitor", Cluster: []string{"monitor"}}
}

type keyBody struct {
	Name            string                    `json:"name"`
	RoleDescriptors map[string]roleDescriptor `json:"role_descriptors"`
	Expiration      Duration                  `json:"expiration,omitempty"`
	Metadata        map[string]any            `json:"metadata"`
}

type roleDescriptor struct {
	Cluster []string     `json:"cluster,omitempty"`
	Indices []IndexGrant `json:"indices,omitempty"`
}

// JSON is the body of the request, or component.FieldErrors.
func (k Key) JSON() ([]byte, error) {
	if err := k.Validate(); err != nil {
		return nil, err
	}
	body := k.body()
	for _, grant := range k.Grants {
		if grant.Reason != "" {
			body.Metadata["reason-"+grant.Name] = grant.Reason
		}
	}
	return render(body)
}

// body is all of a key but its reasons.
func (k Key) body() keyBody {
	body := keyBody{
		Name: k.Name(), RoleDescriptors: map[string]roleDescriptor{}, Expiration: k.Expiration,
		Metadata: map[string]any{"application": k.Application, "generation": k.Generation, "owner": k.Owner},
	}
	if !k.DisableExpiration {
		setDefault(&body.Expiration, defaultExpiration)
	}
	for _, grant := range k.Grants {
		body.RoleDescriptors[grant.Name] = roleDescriptor{
			Cluster: append([]string(nil), grant.Cluster...), Indices: append([]IndexGrant(nil), grant.Indices...),
		}
	}
	return body
}

// Validate says what is wrong with the key.
func (k Key) Validate() error {
	p := component.NewProblems(block, "Key")
	p.Match("Application", "lower-case letters, digits and hyphens, beginning with a letter or digit, 63 at most", k.Application, applicationForm)
	if k.Generation < 1 {
		p.Add("Generation", "1 or more", k.Generation)
	}
	p.Match("Owner", "the name of the service user who makes the key", k.Owner, ownerForm)
	if k.Owner == "elastic" {
		p.Add("Owner", "a service user with what its keys need: elastic may do everything", k.Owner)
	}
	switch length, ok := k.Expiration.nanos(); {
	case k.DisableExpiration && k.Expiration != "":
		p.Add("Expiration", "nothing with DisableExpiration", string(k.Expiration))
	case k.Expiration != "" && (!ok || length == 0):
		p.Add("Expiration", needDuration, string(k.Expiration))
	}
	if len(k.Grants) == 0 {
		p.Add("Grants", "one grant or more: a key without any may do all that its owner may", nil)
	}
	var names []string
	for i, grant := range k.Grants {
		field := fmt.Sprintf("Grants[%d]", i)
		if slices.Contains(names, grant.Name) {
			p.Add(field+".Name", "a name of its own", grant.Name)
		}
		names = append(names, grant.Name)
		grant.check(p, field)
	}
	return p.Err()
}

// Replaced says whether going from one definition of an application's key to another makes a new key, or refuses the change.
// A new key begins beside the old one: the caller invalidates that when the application has moved. Reason texts are no change.
func Replaced(old, next Key) (bool, error) {
	p := component.NewProblems(block, "Key")
	p.Append(old.Validate())
	p.Append(next.Validate())
	if old.Application != next.Application {
		p.Add("Application", "the same application, "+old.Application, next.Application)
	}
	if err := p.Err(); err != nil {
		return false, err
	}
	atOldGeneration := next
	atOldGeneration.Generation = old.Generation
	same := reflect.DeepEqual(old.body(), atOldGeneration.body())
	switch raised := next.Generation - old.Generation; {
	case raised == 0 && !same:
		p.Addf("Generation", fmt.Sprintf("%d: the definition has changed, and a key is replaced rather than updated", old.Generation+1), "%d", next.Generation)
	case raised != 0 && raised != 1:
		p.Addf("Generation", fmt.Sprintf("%d, or %d for a new key", old.Generation, old.Generation+1), "%d", next.Generation)
	}
	err := p.Err()
	return err == nil && next.Generation != old.Generation, err
}
