package ingress

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Auth has users log in: exactly one of Cognito and OIDC. It holds for all rules of the Ingress, on HTTPS.
type Auth struct {
	// Cognito is a user pool.
	Cognito *Cognito
	// OIDC is any other provider of OpenID Connect.
	OIDC *OIDC
	// Unauthenticated is what becomes of a request without a login. Default Authenticate.
	Unauthenticated UnauthenticatedRequest
	// Scopes are the claims to ask for. Default "openid".
	Scopes []string
	// SessionCookie is the name of the cookie. Default AWSELBAuthSessionCookie.
	SessionCookie string
	// SessionTimeout is how long a login holds, a second to 7 days. Default 7 days.
	SessionTimeout time.Duration
}

// Cognito is a user pool of Amazon Cognito. All fields are required. The client must have a secret, which the load balancer
// looks up by itself.
type Cognito struct {
	// UserPoolARN is the pool, arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID.
	UserPoolARN pulumi.StringInput
	// UserPoolClientID is the pool's client.
	UserPoolClientID pulumi.StringInput
	// UserPoolDomain is the prefix of a domain of Cognito, or a domain of your own in full.
	UserPoolDomain pulumi.StringInput
}

// OIDC is a provider of OpenID Connect. All fields are required.
type OIDC struct {
	// Issuer, AuthorizationEndpoint, TokenEndpoint and UserInfoEndpoint are what the provider publishes, all https.
	Issuer, AuthorizationEndpoint, TokenEndpoint, UserInfoEndpoint string
	// SecretName is a Secret of the Ingress's own namespace with the keys clientID and clientSecret. The secret itself never
	// comes near this block.
	SecretName pulumi.StringInput
}

// The JSON of the annotations, by the names in the controller's documentation.
type (
	cognitoJSON struct {
		UserPoolARN      string `json:"userPoolARN"`
		UserPoolClientID string `json:"userPoolClientID"`
		UserPoolDomain   string `json:"userPoolDomain"`
	}
	oidcJSON struct {
		Issuer                string `json:"issuer"`
		AuthorizationEndpoint string `json:"authorizationEndpoint"`
		TokenEndpoint         string `json:"tokenEndpoint"`
		UserInfoEndpoint      string `json:"userInfoEndpoint"`
		SecretName            string `json:"secretName"`
	}
	mutualJSON struct {
		Port         int    `json:"port"`
		Mode         string `json:"mode"`
		TrustStore   string `json:"trustStore,omitempty"`
		AllowExpired *bool  `json:"ignoreClientCertificateExpiry,omitempty"`
	}
)

func (c Cognito) value() value {
	inputs := pulumi.StringArray{pass(c.UserPoolARN, userPoolARN, argsName, "Auth.Cognito.UserPoolARN"), c.UserPoolClientID, c.UserPoolDomain}
	return value{inputs, func(v []string) string { return toJSON(cognitoJSON{v[0], v[1], v[2]}) }}
}

func (o OIDC) value() value {
	return value{pulumi.StringArray{o.SecretName}, func(v []string) string {
		return toJSON(oidcJSON{o.Issuer, o.AuthorizationEndpoint, o.TokenEndpoint, o.UserInfoEndpoint, v[0]})
	}}
}

// mutualAuthentication renders all ports; passthrough takes neither a trust store nor a word on expiry.
func (args *ALBArgs) mutualAuthentication() value {
	inputs := pulumi.StringArray{}
	for i, m := range args.MutualAuthentication {
		store := pulumi.StringInput(pulumi.String(""))
		if m.Mode == Verify {
			store = pass(m.TrustStoreARN, trustStoreARN, argsName, indexed("MutualAuthentication", i)+".TrustStoreARN")
		}
		inputs = append(inputs, store)
	}
	return value{inputs, func(stores []string) string {
		var all []mutualJSON
		for i, m := range args.MutualAuthentication {
			made := mutualJSON{Port: m.Port, Mode: string(m.Mode), TrustStore: stores[i]}
			if m.Mode == Verify {
				made.AllowExpired = &m.AllowExpired
			}
			all = append(all, made)
		}
		return toJSON(all)
	}}
}
