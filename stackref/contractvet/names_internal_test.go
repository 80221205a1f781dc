package contractvet

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSoundsSecret(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"password": true, "DBPassword": true, "db_password": true, "db-passwords": true, "passwordHashSalt": false, "passwordBase64": true,
		"token": true, "APITokens": true, "tokenUrl": false, "tokens": true, "tokenizer": false, "token2": true,
		"secret": true, "secretArn": false, "secretARNs": false, "clientSecretValue": true, "secretName": false,
		"kubeconfig": true, "kubeConfigYaml": true, "config": false, "apikey": true, "APIKeys": true, "apiKeyId": false, "key": false,
		"privateKeyPem": true, "publicKey": false, "accessKey": true, "accessKeyId": false, "authString": true, "connectionString": true,
		"monkey": false, "2": false, "": false, "_": false, "value": false, "credentials": true,
	} {
		assert.Equal(t, want, soundsSecret(name), name)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"dbAPIKey2": {"db", "api", "key", "2"}, "APIKeys": {"api", "keys"}, "secretARNs": {"secret", "arns"}, "a_b-c": {"a", "b", "c"}, "": nil,
	} {
		assert.Equal(t, want, split(name), name)
	}
}
