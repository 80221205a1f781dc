package secret

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Args describes one secret. Exactly one of Value, Values, Generate and External says where its value comes from. The zero
// value of every other field is the safe choice for production. No change of any field replaces the secret itself: its
// ARN stays, and another value is a new version of it.
type Args struct {
	// Tags are the mandatory tags; the secret carries them. Required. A change is made in place.
	Tags tagging.Set

	// Value is the secret's one text, 1 to 65536 bytes. It comes from secret configuration (config.RequireSecret) or from
	// another resource; a literal is refused, because then the value is in the source code. It is marked secret here in any
	// case. A change makes a new version.
	Value pulumi.StringInput

	// Values are the keys of a JSON object and their values; none may be empty. Each comes from where Value does: for what
	// is written in the program and is no secret, see Plain. A change makes a new version.
	Values map[string]pulumi.StringInput

	// Generate makes random values. They are in Pulumi's state, encrypted, and nowhere else but in the secret.
	Generate *Generate

	// External makes a secret without a value: people or another system set it, and neither Pulumi nor its state ever sees
	// it. The package comment shows the command. From a secret with a value it is a hand-over: the value that is there
	// stays. On the way back a new version takes the place of what was set by hand.
	External bool

	// Plain are further keys of the JSON object whose values are no secret, such as a user name, so that they may be
	// written in the program. Only with Values or Generate.Keys, and not with the same keys. A change makes a new version.
	Plain map[string]string

	// Description says what the secret is for, in 2048 characters or fewer (Secrets Manager API reference, CreateSecret).
	// Everybody who may list secrets can read it. Default none. A change is made in place.
	Description string

	// KMSKeyARN is the customer-managed key that encrypts the value, as a full ARN (not an alias: readers need it in their
	// policies). Default: the account's key aws/secretsmanager, which other accounts cannot use. A change is made in place.
	KMSKeyARN pulumi.StringInput

	// RecoveryWindowDays is how long a deleted secret can be restored, 7 to 30 (Secrets Manager API reference,
	// DeleteSecret). Default 30, in Development 7. A change is made in place, and must be deployed before the deletion.
	RecoveryWindowDays int

	// DeleteImmediately deletes the secret without a recovery window: its value is gone for good. Not with
	// RecoveryWindowDays. Names are never used twice, so that a recovery window does not block a new secret.
	DeleteImmediately bool

	// DisableProtection lets Pulumi delete the secret. Default: protected in Production, not in Development. A change
	// touches only Pulumi's state. New versions are never held up by it.
	DisableProtection bool

	// Profile is Production (default) or Development: a shorter recovery window and no deletion protection.
	Profile component.Profile
}

// Generate describes random values of letters and digits, with at least one lower-case letter, one upper-case letter and
// one digit in each.
type Generate struct {
	// Length is the number of characters, 16 to 1024 (our own bounds: 16 characters carry 95 bits). Default 32.
	// A change makes new values.
	Length int

	// Symbols are further characters to draw from, such as "!$&-", at least one in each value: any of
	// !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ and none twice. Default none: letters and digits need no quoting anywhere, and a
	// longer value is worth more than a wider alphabet. A change makes new values.
	Symbols string

	// Keys make the secret a JSON object with a random value for each key. Default none: the secret is one text. A key that
	// is added or removed leaves the values of the others as they are.
	Keys []string

	// Generation rotates: another number makes new values for all keys. Default 0.
	Generation int
}

// Defaults that are not the zero value of their field.
const (
	defaultLength                 = 32
	defaultRecoveryDays           = 30
	defaultDevelopmentRecoverDays = 7
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only
// read.
func (args *Args) withDefaults() *Args {
	a := *args
	if a.RecoveryWindowDays == 0 && !a.DeleteImmediately {
		a.RecoveryWindowDays = defaultRecoveryDays
		if a.Profile == component.Development {
			a.RecoveryWindowDays = defaultDevelopmentRecoverDays
		}
	}
	if args.Generate != nil {
		g := *args.Generate
		if g.Length == 0 {
			g.Length = defaultLength
		}
		a.Generate = &g
	}
	return &a
}

// sources are the fields that say where the value comes from and are set.
func (args *Args) sources() []string {
	var given []string
	if component.Given(args.Value) {
		given = append(given, "Value")
	}
	if len(args.Values) > 0 {
		given = append(given, "Values")
	}
	if args.Generate != nil {
		given = append(given, "Generate")
	}
	if args.External {
		given = append(given, "External")
	}
	return given
}

// keys are the sorted keys of the JSON object; none when the secret is one text.
func (args *Args) keys() []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(args.Plain)), maps.Keys(args.Values))
	if args.Generate != nil {
		keys = append(keys, args.Generate.Keys...)
	}
	slices.Sort(keys)
	return keys
}

// protected says whether Pulumi must refuse to delete the secret.
func (args *Args) protected() bool {
	return args.Profile == component.Production && !args.DisableProtection
}
