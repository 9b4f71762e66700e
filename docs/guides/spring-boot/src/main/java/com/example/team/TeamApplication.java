package com.example.team;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** An application with a login, as it was before it had presence; but for one line. */
@SpringBootApplication
class TeamApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(TeamApplication.class, arguments);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/presence/**") // the endpoint looks at the login itself
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .formLogin(Customizer.withDefaults())
        .build();
  }

  /** Everybody's password is their name, for this is an example. */
  @Bean
  UserDetailsService users(Teams teams) {
    InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
    for (String name : teams.everybody()) {
      users.createUser(User.withUsername(name).password("{noop}" + name).roles("USER").build());
    }
    return users;
  }
}
