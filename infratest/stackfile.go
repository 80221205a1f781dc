package infratest

import (
	"encoding/json"
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

// StackFile takes the configuration of a stack from its file, such as Pulumi.staging.yaml. Lists and objects reach the program
// as they do in Pulumi. Values that are encrypted cannot be read here, and fail the run unless [ConfigSecrets] gives them;
// so does a file that cannot be read. [Config] goes before the file, whichever comes first.
func StackFile(path string) Option {
	return func(s *settings) { s.stackFiles = append(s.stackFiles, path) }
}

// readStackFiles adds the values of the files to those that were given.
func (s *settings) readStackFiles() error {
	for _, path := range s.stackFiles {
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("infratest: StackFile: %w", err)
		}
		var file struct{ Config map[string]any }
		if err := yaml.Unmarshal(text, &file); err != nil {
			return fmt.Errorf("infratest: StackFile: %s: %w", path, err)
		}
		for key, value := range file.Config {
			if err := s.addFromFile(path, key, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *settings) addFromFile(path, key string, value any) error {
	if s.given(key) {
		return nil
	}
	if text, isText := value.(string); isText {
		s.config[key] = text
		return nil
	}
	if object, isObject := value.(map[string]any); isObject && len(object) == 1 && object["secure"] != nil {
		return fmt.Errorf("infratest: StackFile: %s: %s: need a value by ConfigSecrets, got one that is encrypted", path, key)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("infratest: StackFile: %s: %s: %w", path, key, err)
	}
	s.config[key] = string(encoded)
	return nil
}

// given tells whether an option gives the value of a key, with its namespace or without.
func (s *settings) given(key string) bool {
	for _, values := range []map[string]string{s.config, s.secrets} {
		for name := range values {
			if s.fullKey(name) == s.fullKey(key) {
				return true
			}
		}
	}
	return false
}
