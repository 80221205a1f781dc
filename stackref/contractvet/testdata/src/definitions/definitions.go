package definitions

import (
	"common"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Untagged struct {
	stackref.Contract `contract:"acme.untagged" version:"1.0"`
	Port              pulumi.IntOutput    // want `definitions.Untagged.Port: need a pulumi tag`
	Host              pulumi.StringOutput `pulumi:"host,secrt"` // want `need optional or secret after the name, got "secrt"; did you mean "secret"\?`
	host              pulumi.StringOutput `pulumi:"hidden"`     // want `need an exported field`
}

type Unversioned struct {
	stackref.Contract `contract:"acme.unversioned"` // want `version tag: need major.minor such as "1.2", got ""`
	Port              pulumi.IntOutput              `pulumi:"port"`
}

type Unnamed struct {
	stackref.Contract                  // want `contract tag: need a name such as "acme.network", got ""` `version tag`
	Port              pulumi.IntOutput `pulumi:"port"`
}

type Empty struct {
	stackref.Contract `contract:"acme.empty" version:"1.0"` // want `need at least one field`
}

type ByPointer struct {
	*stackref.Contract `contract:"acme.pointer" version:"1.0"` // want `embed stackref.Contract by value`
	Port               pulumi.IntOutput                        `pulumi:"port"`
}

type Twice struct {
	stackref.Contract `contract:"acme.twice" version:"1.0"`
	A                 pulumi.IntOutput `pulumi:"port"`
	B                 pulumi.IntOutput `pulumi:"port"`        // want `the name "port" is taken by the field A`
	C                 pulumi.IntOutput `pulumi:"__contracts"` // want `the name "__contracts" is reserved`
}

type Types struct {
	stackref.Contract `contract:"acme.types" version:"1.0"`
	Plain             string                 `pulumi:"plain"`
	Optional          pulumi.StringPtrOutput `pulumi:"optional,optional"`
	List              []pulumi.StringOutput  `pulumi:"list" validate:"min=1"`
	Free              pulumi.MapOutput       `pulumi:"free"`
	Any               pulumi.AnyOutput       `pulumi:"any"`
	Input             pulumi.String          `pulumi:"input"`                              // want `the type pulumi.String is not supported`
	Small             int8                   `pulumi:"small"`                              // want `the type int8 is not supported`
	Channel           chan string            `pulumi:"channel"`                            // want `the type chan string is not supported`
	Interface         pulumi.Output          `pulumi:"output"`                             // want `the type pulumi.Output is not supported`
	Keys              map[int]string         `pulumi:"keys"`                               // want `the type map\[int\]string is not supported`
	Rule              pulumi.IntOutput       `pulumi:"rule" validate:"prefix=a"`           // want `rule "prefix=a": does not apply`
	Default           pulumi.IntOutput       `pulumi:"default" default:"many"`             // want `default: need an integer, got "many"`
	Below             pulumi.IntOutput       `pulumi:"below" default:"1" validate:"min=2"` // want `default: need 2 or more, got "1"`
	Inner             struct {
		Deep []struct {
			Size uint `pulumi:"size"` // want `definitions.Types.Inner.Deep.Size: the type uint is not supported`
		} `pulumi:"deep"`
	} `pulumi:"inner"`
}

type Secrets struct {
	stackref.Contract `contract:"acme.secrets" version:"1.0"`
	Marked            pulumi.StringOutput      `pulumi:"marked_password,secret"`
	DBPassword        pulumi.StringOutput      `pulumi:"dbPassword"`    // want `the output "dbPassword" sounds like a secret and is not marked as one: write .pulumi:"dbPassword,secret".`
	Key               pulumi.StringOutput      `pulumi:"apiKey"`        // want `"apiKey" sounds like a secret`
	Config            pulumi.AnyOutput         `pulumi:"kube-config"`   // want `"kube-config" sounds like a secret`
	AuthTOKEN2        pulumi.StringPtrOutput   `pulumi:"auth,optional"` // want `"auth" sounds like a secret`
	Tokens            pulumi.StringArrayOutput `pulumi:"joinTokens"`    // want `"joinTokens" sounds like a secret`
	APIKeys           []string                 `pulumi:"keys"`          // want `"keys" sounds like a secret`
	SecretARN         pulumi.StringOutput      `pulumi:"secretArn"`
	TokenURL          pulumi.StringOutput      `pulumi:"tokenUrl"`
	PasswordLength    pulumi.IntOutput         `pulumi:"passwordLength"`
	MaxTokens         pulumi.IntOutput         `pulumi:"maxTokens"`
	Monkey            pulumi.StringOutput      `pulumi:"monkey"`
	Secret            struct {
		Name pulumi.StringOutput `pulumi:"name"`
		PIN  struct {
			PlainText pulumi.StringOutput `pulumi:"secret_plain_text"` // want `"secret_plain_text" sounds like a secret`
		} `pulumi:"pin"`
	} `pulumi:"secret"`
	Vault struct {
		Password pulumi.StringOutput `pulumi:"password"`
	} `pulumi:"vault,secret"`
}

type Embeds struct { // want `definitions.Embeds.Owner: need a pulumi tag` `definitions.Embeds.Token: the output "token" sounds like a secret`
	stackref.Contract `contract:"acme.embeds" version:"1.0"`
	common.Common
}

type Generic[T any] struct {
	stackref.Contract `contract:"acme.generic" version:"1.0"`
	Value             T
}

type Other struct {
	Password string
	Port     int32
}

func local() {
	type inside struct {
		stackref.Contract `contract:"acme.inside" version:"1.0"`
		Port              pulumi.IntOutput // want `need a pulumi tag`
	}
	_ = inside{}
}
