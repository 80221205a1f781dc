package reportstore

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Args describes one store. The zero value of every optional field is the safe choice for production.
type Args struct {
	// Tags are the mandatory tags. Required.
	Tags tagging.Set

	// RetentionDays is how long a report is kept, 1 to 3650 days. Required. Changed in place; fewer days delete older reports.
	RetentionDays int

	// KMSKeyARN is the key that encrypts new reports. Default: a key of S3 itself. Changed in place.
	KMSKeyARN pulumi.StringInput

	// Locked keeps everybody from deleting a report before its day, the account's administrators too. Default false. A change is
	// refused: it would make a new, empty bucket.
	Locked bool

	// DisableProtection lets the bucket be deleted. Default: it is protected, except in Development.
	DisableProtection bool

	// Profile is Production (default) or Development: a bucket that can be deleted with what is in it.
	Profile component.Profile
}

const (
	argsType = "Args"
	argsName = "reportstore." + argsType
	needKey  = "a key's ARN, arn:aws:kms:…:key/…"
)

var keyARN = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/`)

// Validate reports everything that is wrong, all at once.
func (args *Args) Validate() error {
	p := component.NewProblems("reportstore", argsType)
	p.RequireTags(args.Tags)
	p.Between("RetentionDays", args.RetentionDays, 1, 3650)
	p.MatchInput("KMSKeyARN", needKey, args.KMSKeyARN, keyARN)
	p.CheckProfile(args.Profile)
	return p.Err()
}

func (args *Args) protected() bool {
	return args.Profile != component.Development && !args.DisableProtection
}
