<?php
// Installs the site and its people. Prints {"name": "application password", ...}.
define('WP_INSTALLING', true);
[, $root] = $argv;
$_SERVER += ['HTTP_HOST' => parse_url(getenv('SITE_URL'), PHP_URL_HOST), 'REQUEST_URI' => '/'];
require $root . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Kanim Contoh', 'admin', 'admin@contoh.test', true, '', wp_generate_password());
$wp_rewrite->set_permalink_structure('/%year%/%postname%/');
$wp_rewrite->flush_rules(false);
$passwords = [];
foreach (['humas' => 'author', 'magang' => 'contributor', 'redaksi' => 'editor'] as $name => $role) {
    $user = wp_insert_user(
        ['user_login' => $name, 'user_pass' => wp_generate_password(), 'role' => $role]
    );
    $made = WP_Application_Passwords::create_new_application_password($user, ['name' => 'Gema']);
    $passwords[$name] = WP_Application_Passwords::chunk_password($made[0]);
}
echo json_encode($passwords), "\n";
