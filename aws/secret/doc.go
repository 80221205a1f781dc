// Package secret makes one secret in AWS Secrets Manager: its value comes from secret configuration, is made at random or
// is set by others, is never in plain text in Pulumi's state, and is read by reference.
//
//	login, err := secret.New(ctx, "login", &secret.Args{
//		Tags:     tags,
//		Generate: &secret.Generate{Keys: []string{"password"}},
//		Plain:    map[string]string{"username": "shop"},
//	})
//	valueFrom := login.Ref("password") // for the secrets of an ECS container definition
//
// # What it makes
//
//   - the secret, role "secret";
//   - unless External: the version that holds the value, role "version";
//   - with Generate: one random value, role "generated", or one for each key, roles "generated-<key>".
//
// # Where the value comes from
//
//	Value      one text, from secret configuration or another resource
//	Values     the same for each key of a JSON object
//	Generate   random, one text or a JSON object
//	External   set by others; Pulumi never sees it
//
// Exactly one of them is given. A literal under Value or Values is refused: it would be in the source code. Plain adds keys
// that are no secret to a JSON object. Whatever arrives is marked secret; a value that comes from a plain output of another
// resource is still in plain text there.
//
// The values of the first three are in Pulumi's state, encrypted by the stack's secrets provider. External ones are not:
// somebody sets them after the first deployment, and as often as needed. From a file, the value is not in the shell's
// history either:
//
//	aws secretsmanager put-secret-value --secret-id "$(pulumi stack output secretArn)" --secret-string file://value.json
//
// Until then the secret has no value at all, and a task that refers to it does not start.
//
// # Defaults
//
//	field                 default
//	KMSKeyARN             the account's key aws/secretsmanager; encryption cannot be switched off
//	RecoveryWindowDays    30; 7 in Development
//	DeleteImmediately     false
//	DisableProtection     false: protected, except in Development
//	Description           none
//	Plain                 none
//	Generate.Length       32
//	Generate.Symbols      none: letters and digits
//	Generate.Keys         none: one text
//	Generate.Generation   0
//
// Tags are required, and one source of the value.
//
// # What a change does
//
// Nothing replaces the secret: its ARN stays for as long as the component keeps its name. Tags, Description, KMSKeyARN and
// RecoveryWindowDays change in place. Another value, another field of Generate or another Generation makes a new version;
// only what changed gets a new value. The new version becomes AWSCURRENT, the one before it becomes AWSPREVIOUS and stays
// readable, and older ones have no label and are removed by Secrets Manager at some time. References made with Ref move to
// the new version in the same update, and the preview shows which services will roll.
//
// Protect among the component's own options also covers the version, and then refuses new values; use the default
// protection of this block instead.
//
// # Alarms
//
// None: there is no limit that a secret approaches while it is used.
//
// # Cost drivers
//
// Each secret by the month, calls by the ten thousand, and the customer-managed key where there is one. Many keys in one
// secret cost as much as one.
//
// # What it does not do
//
// It does not rotate on a schedule (SecretsManager.1 and .4, CKV2_AWS_57 ask for that): whoever rotates has to teach the
// new value to what it opens, which this block does not know. Generation rotates by hand. A secret that something else
// rotates is an External one. A value that is changed by hand in a secret of another source is neither noticed nor undone,
// and references stay on Pulumi's version.
//
// It makes no resource policy and no replicas in other regions, and gives nobody the right to read: readers need
// secretsmanager:GetSecretValue on ARN, and kms:Decrypt on KMSKeyARN where one is set. In ECS that is the task execution
// role. References to a key or a version need Fargate platform version 1.4.0 or the ECS agent 1.37.0.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Taken from documentation and from the provider's source, and not tried
// in a live account: the size limits, that the version before keeps its value when Pulumi deletes its record of it, and the
// form of references.
package secret
