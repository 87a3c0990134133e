package io.tidemark.checker;

/** What a reader asks for, and what it is then to get. */
enum Choice {
    ALL {
        @Override
        String query(String service) {
            return "";
        }

        @Override
        boolean takes(Event event, String service) {
            return true;
        }
    },
    FAILURES {
        @Override
        String query(String service) {
            return "service=" + service + "&outcome=failure";
        }

        @Override
        boolean takes(Event event, String service) {
            return event.service().equals(service) && event.outcome().equals("failure");
        }
    },
    ROLES_AND_LOGINS {
        @Override
        String query(String service) {
            return "eventType=role_*&eventType=login";
        }

        @Override
        boolean takes(Event event, String service) {
            return event.type().startsWith("role_") || event.type().equals("login");
        }
    };

    abstract String query(String service);

    abstract boolean takes(Event event, String service);
}
