package io.tidemark.host;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;

/** Makes a transfer in an EJB timer's transaction. */
@Singleton
public class Reminder {
    @Resource
    private TimerService timers;

    @EJB
    private Transfers transfers;

    public void makeSoon(String account) {
        timers.createSingleActionTimer(1, new TimerConfig(account, false));
    }

    @Timeout
    void make(Timer timer) {
        transfers.make((String) timer.getInfo());
    }
}
